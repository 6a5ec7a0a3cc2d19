/**
 * Syntax trees of one declaration, over its tokens: plain data, positions as token ordinals. Every
 * token of a declaration lies in the range of some node; what the parser could not use lies in an
 * `error` node. White space and comments stay in the file's token table, between the tokens.
 */
import type { Ordinal } from '../base/span.ts';
import type { CapabilityMode } from './capability-mode.ts';

/** First and last token of a node. */
export interface Range {
  readonly from: Ordinal;
  readonly to: Ordinal;
}

export interface Name extends Range {
  readonly text: string;
}

/** `a.b.C<D, E>`; a primitive type is a path of one segment. */
export type TypeSyntax =
  | (Range & {
      readonly kind: 'path';
      readonly path: readonly Name[];
      readonly args: readonly TypeSyntax[];
    })
  /** `T[]`, `read T[]`. */
  | (Range & { readonly kind: 'array'; readonly element: TypeSyntax; readonly isRead: boolean })
  /** `(A, B)`: two or more. */
  | (Range & { readonly kind: 'tuple'; readonly elements: readonly TypeSyntax[] })
  /** `T?` */
  | (Range & { readonly kind: 'optional'; readonly value: TypeSyntax })
  /** `*T` */
  | (Range & { readonly kind: 'pointer'; readonly target: TypeSyntax })
  | (Range & { readonly kind: 'error' });

export interface TypeParameterSyntax {
  readonly name: Name;
}

export interface CapabilitySyntax extends Range {
  readonly mode: CapabilityMode;
  readonly name: Name;
}

export interface ParameterSyntax extends Range {
  readonly borrowed: boolean;
  readonly type: TypeSyntax;
  /** Undefined: no guard, all capabilities. */
  readonly guard: readonly Name[] | undefined;
  readonly name: Name;
}

export type SignatureSyntax =
  | (Range & {
      readonly kind: 'function';
      readonly isPublic: boolean;
      readonly borrowed: boolean;
      readonly result: TypeSyntax;
      readonly name: Name;
      readonly typeParameters: readonly TypeParameterSyntax[];
      readonly parameters: readonly ParameterSyntax[];
    })
  | (Range & {
      readonly kind: 'method';
      readonly borrowed: boolean;
      readonly result: TypeSyntax;
      readonly name: Name;
      readonly parameters: readonly ParameterSyntax[];
      /** Undefined: no annotation. */
      readonly capabilities: readonly Name[] | undefined;
    })
  /** `void main()` or `int main(string[] args)`. */
  | (Range & {
      readonly kind: 'main';
      readonly result: TypeSyntax;
      readonly name: Name;
      readonly parameters: readonly ParameterSyntax[];
    })
  | (Range & {
      readonly kind: 'class';
      readonly isPublic: boolean;
      readonly name: Name;
      readonly typeParameters: readonly TypeParameterSyntax[];
      readonly superclass: TypeSyntax | undefined;
      readonly capabilities: readonly CapabilitySyntax[];
    })
  | (Range & {
      readonly kind: 'field';
      readonly isConst: boolean;
      readonly type: TypeSyntax;
      readonly name: Name;
      readonly capabilities: readonly Name[] | undefined;
    })
  /** `struct Point derive(Equal) { float x; float y }` */
  | (Range & {
      readonly kind: 'struct';
      readonly isPublic: boolean;
      readonly name: Name;
      readonly typeParameters: readonly TypeParameterSyntax[];
      readonly derives: readonly Name[];
      readonly fields: readonly { readonly type: TypeSyntax; readonly name: Name }[];
    })
  /** The head of `implement Pair<A, B> { … }`: its methods are declarations of their own. */
  | (Range & {
      readonly kind: 'implement';
      readonly name: Name;
      readonly typeParameters: readonly TypeParameterSyntax[];
    })
  /** `type Id = u64;` (one member: an alias) and `type Shape = Circle | Square;` (a union). */
  | (Range & {
      readonly kind: 'type';
      readonly isPublic: boolean;
      readonly name: Name;
      readonly typeParameters: readonly TypeParameterSyntax[];
      readonly members: readonly TypeSyntax[];
    })
  /** `const int LIMIT =`; the initializer is the body. */
  | (Range & {
      readonly kind: 'constant';
      readonly isPublic: boolean;
      readonly type: TypeSyntax;
      readonly name: Name;
    })
  /** `locked var int hits =`; the initializer is the body. */
  | (Range & {
      readonly kind: 'global';
      readonly isPublic: boolean;
      readonly mode: 'locked' | 'local';
      readonly type: TypeSyntax;
      readonly name: Name;
    })
  /** `extern function float cos(float x);`, `extern "name" function …` */
  | (Range & {
      readonly kind: 'extern';
      readonly isPublic: boolean;
      /** The C name, where it is not the function's own. */
      readonly symbol: string | undefined;
      readonly result: TypeSyntax;
      readonly name: Name;
      readonly parameters: readonly ParameterSyntax[];
    })
  /** `test "areas add up"`; the block is the body. */
  | (Range & { readonly kind: 'test'; readonly title: string })
  | (Range & {
      readonly kind: 'import';
      readonly path: readonly Name[];
      /** `as x` */
      readonly alias: Name | undefined;
      /** `.{f, C as D}` */
      readonly items:
        | readonly { readonly name: Name; readonly alias: Name | undefined }[]
        | undefined;
    })
  | (Range & { readonly kind: 'error' });

export interface BlockSyntax extends Range {
  readonly kind: 'block';
  readonly statements: readonly Expr[];
  /** A `;` follows the last statement: the block's value is void. */
  readonly trailingSemicolon: boolean;
}

export type BinaryOperatorSyntax =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||';

export type AssignmentOperator =
  | ':='
  | '+='
  | '-='
  | '*='
  | '/='
  | '%='
  | '&='
  | '|='
  | '^='
  | '<<='
  | '>>=';

export type PatternSyntax =
  /** `_` */
  | (Range & { readonly kind: 'wildcard' })
  /** A constant or a type where one is in scope under the name, else a new variable. */
  | (Range & { readonly kind: 'name'; readonly name: string })
  /** A literal, with its minus (`unary`). */
  | (Range & { readonly kind: 'literal'; readonly value: Expr })
  | (Range & {
      readonly kind: 'range';
      readonly start: Expr;
      readonly end: Expr;
      readonly inclusive: boolean;
    })
  | (Range & { readonly kind: 'none' })
  /** `Circle c` */
  | (Range & { readonly kind: 'typed'; readonly type: TypeSyntax; readonly name: Name })
  /** `Square { side, corner: (x, y) }`: fields that are not mentioned may hold anything. */
  | (Range & {
      readonly kind: 'fields';
      readonly type: TypeSyntax;
      readonly fields: readonly {
        readonly name: Name;
        /** Undefined: a variable of the field's name. */
        readonly pattern: PatternSyntax | undefined;
      }[];
    })
  | (Range & { readonly kind: 'tuple'; readonly elements: readonly PatternSyntax[] })
  /** `0 | 1` */
  | (Range & { readonly kind: 'or'; readonly alternatives: readonly PatternSyntax[] })
  | (Range & { readonly kind: 'error' });

export interface MatchArmSyntax extends Range {
  readonly pattern: PatternSyntax;
  /** Behind `if`. */
  readonly guard: Expr | undefined;
  readonly body: Expr;
}

/** `at`: the token that a message about the node points to (an operator, a name). */
interface Node extends Range {
  readonly at: Ordinal;
}

export type Expr =
  /** `text` as written, without suffix and `_`; `suffix` such as `u8`. A minus is a unary node. */
  | (Node & { readonly kind: 'int'; readonly text: string; readonly suffix: string | undefined })
  | (Node & { readonly kind: 'float'; readonly text: string; readonly suffix: string | undefined })
  | (Node & { readonly kind: 'bool'; readonly value: boolean })
  /** Code point. */
  | (Node & { readonly kind: 'char'; readonly value: number })
  /** Texts (escapes resolved) and interpolated expressions, in order. */
  | (Node & { readonly kind: 'string'; readonly parts: readonly (string | Expr)[] })
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'member'; readonly object: Expr; readonly name: Name })
  | (Node & {
      readonly kind: 'call';
      readonly callee: Expr;
      readonly typeArgs: readonly TypeSyntax[];
      readonly args: readonly Expr[];
      /** One for each argument, where any has a name: `Point(x: 1.0, y: 2.0)`. */
      readonly argNames?: readonly (Name | undefined)[];
    })
  /** `xs[i]` */
  | (Node & { readonly kind: 'index'; readonly object: Expr; readonly index: Expr })
  /** `xs[a..b]`, `xs[a..=b]`, `xs[a..]`, `xs[..b]`, `xs[..]` */
  | (Node & {
      readonly kind: 'slice';
      readonly object: Expr;
      readonly start: Expr | undefined;
      readonly end: Expr | undefined;
      readonly inclusive: boolean;
    })
  /** `e?` */
  | (Node & { readonly kind: 'try'; readonly operand: Expr })
  | (Node & { readonly kind: 'none' })
  | (Node & { readonly kind: 'array'; readonly elements: readonly Expr[] })
  /** Two or more; an element is `t.0`, a `member` whose name is the digits. */
  | (Node & { readonly kind: 'tuple'; readonly elements: readonly Expr[] })
  /** `new T[length]` */
  | (Node & { readonly kind: 'newArray'; readonly element: TypeSyntax; readonly length: Expr })
  | (Node & {
      readonly kind: 'new';
      readonly type: TypeSyntax;
      readonly inits: readonly { readonly name: Name; readonly value: Expr }[];
    })
  | (Node & {
      readonly kind: 'let';
      readonly name: Name;
      readonly type: TypeSyntax | undefined;
      readonly value: Expr;
    })
  /** `let (a, b) = e` */
  | (Node & {
      readonly kind: 'letPattern';
      readonly pattern: PatternSyntax;
      readonly value: Expr;
    })
  | (Node & {
      readonly kind: 'assign';
      readonly operator: AssignmentOperator;
      readonly target: Expr;
      readonly value: Expr;
    })
  | (Node & { readonly kind: 'consume'; readonly operand: Expr })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: BinaryOperatorSyntax;
      readonly left: Expr;
      readonly right: Expr;
    })
  | (Node & { readonly kind: 'unary'; readonly operator: '-' | '!' | '~'; readonly operand: Expr })
  /** `e as T`; `isOptional` of `e as? T`. */
  | (Node & {
      readonly kind: 'as';
      readonly operand: Expr;
      readonly type: TypeSyntax;
      readonly isOptional?: true;
    })
  | (Node & { readonly kind: 'is'; readonly operand: Expr; readonly type: TypeSyntax })
  /** `a ?? b` */
  | (Node & { readonly kind: 'coalesce'; readonly left: Expr; readonly right: Expr })
  /** Kept, so that precedence warnings know what the user wrote. */
  | (Node & { readonly kind: 'parenthesized'; readonly inner: Expr })
  /** `condition` of kind `let`: `if let x = e`; of kind `letPattern`: `if let (a, b) = e`. So in `while`. */
  | (Node & {
      readonly kind: 'if';
      readonly condition: Expr;
      readonly then: BlockSyntax /** A block, or an `if` of an `else if`. */;
      readonly otherwise: Expr | undefined;
    })
  | (Node & {
      readonly kind: 'while';
      readonly label: Name | undefined;
      readonly condition: Expr;
      readonly body: BlockSyntax;
    })
  | (Node & {
      readonly kind: 'for';
      readonly label: Name | undefined;
      readonly init: Expr;
      readonly condition: Expr;
      readonly step: Expr;
      readonly body: BlockSyntax;
    })
  | (Node & {
      readonly kind: 'forIn';
      readonly label: Name | undefined;
      readonly name: Name;
      readonly subject: Expr;
      readonly body: BlockSyntax;
    })
  /** `from..to`, `from..=to`: only as the subject of a `for` so far. */
  | (Node & {
      readonly kind: 'range';
      readonly start: Expr;
      readonly end: Expr;
      readonly inclusive: boolean;
    })
  | (Node & {
      readonly kind: 'match';
      readonly subject: Expr;
      readonly arms: readonly MatchArmSyntax[];
    })
  | (Node & { readonly kind: 'unsafe'; readonly body: BlockSyntax })
  | (Node & { readonly kind: 'blockExpr'; readonly block: BlockSyntax })
  | (Node & { readonly kind: 'finish'; readonly body: BlockSyntax })
  | (Node & { readonly kind: 'async'; readonly body: BlockSyntax })
  | (Node & { readonly kind: 'return'; readonly value: Expr | undefined })
  | (Node & { readonly kind: 'break'; readonly label: Name | undefined })
  | (Node & { readonly kind: 'continue'; readonly label: Name | undefined })
  | (Node & { readonly kind: 'error' });
