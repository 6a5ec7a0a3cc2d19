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
    })
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
  | (Node & { readonly kind: 'as'; readonly operand: Expr; readonly type: TypeSyntax })
  /** Kept, so that precedence warnings know what the user wrote. */
  | (Node & { readonly kind: 'parenthesized'; readonly inner: Expr })
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
  | (Node & { readonly kind: 'blockExpr'; readonly block: BlockSyntax })
  | (Node & { readonly kind: 'finish'; readonly body: BlockSyntax })
  | (Node & { readonly kind: 'async'; readonly body: BlockSyntax })
  | (Node & { readonly kind: 'return'; readonly value: Expr | undefined })
  | (Node & { readonly kind: 'break'; readonly label: Name | undefined })
  | (Node & { readonly kind: 'continue'; readonly label: Name | undefined })
  | (Node & { readonly kind: 'error' });
