/**
 * The state of one body's check, and what every rule needs of it: reporting, spans, and the way back into
 * the check of sub-expressions. `expr` and `block` are fields rather than imports, so that the files of the
 * rules do not import each other in a circle.
 */
import type { DeclId, ModuleId } from '../../base/ids.ts';
import type { Ordinal, Span } from '../../base/span.ts';
import { tokenSpan } from '../../base/span.ts';
import type { Diagnostic, DiagnosticCode } from '../../diagnostic/diagnostic.ts';
import type { BlockSyntax, Expr, Name, Range } from '../../syntax/ast.ts';
import type { SemaContext } from '../context.ts';
import type { HirBlock, HirExpr, Local, LocalId, LoopId } from '../hir.ts';
import type { Signature } from '../model.ts';
import type { ClassType, StructType, Type } from '../type.ts';
import type { NarrowingState } from './narrowing.ts';
import { ERROR, hasError } from './primitives.ts';

/** What a body belongs to. `thisType`: the class or struct of a method, with its own parameters as arguments. */
export interface BodyOwner {
  readonly signature: Signature;
  readonly thisType?: ClassType | StructType;
  readonly module: ModuleId;
  /** What the body says in a range of its tokens, for messages that quote it when the program runs. */
  readonly source?: (range: Range) => string;
}

/** The function itself, or an `async` block in it. Names of outer tasks' locals are captured. */
export interface TaskFrame {
  readonly captures: Set<LocalId>;
  /** How many `finish` blocks are open inside this task. */
  openFinishes: number;
}

export interface LoopFrame {
  readonly loop: LoopId;
  readonly label: string | undefined;
  /** Index of the task that the loop runs in. */
  readonly task: number;
  isBroken: boolean;
}

/** Names of one block; `undefined` until the first `let`. */
export interface ScopeFrame {
  names: Map<string, LocalId> | undefined;
}

export interface OperandType {
  readonly type: Type;
  readonly isFlexible: boolean;
}

export interface Checker {
  readonly ctx: SemaContext;
  readonly owner: BodyOwner;
  readonly decl: DeclId;
  readonly locals: Local[];
  /** Index of the task that declares each local. */
  readonly taskOfLocal: number[];
  readonly scopes: ScopeFrame[];
  readonly tasks: TaskFrame[];
  readonly loops: LoopFrame[];
  loopCount: number;
  /** How many `unsafe` blocks are open. */
  unsafeDepth: number;
  isErroneous: boolean;
  /** Literals, and operators on nothing else, that have their default type only until a context gives another. */
  readonly flexible: Set<HirExpr>;
  /** Flexible literals beyond their default type: an error unless a context retypes them. */
  readonly unsettled: Map<HirExpr, Range>;
  /** Types of the operands of a chain that core precedence would group differently; see `checkChain`. */
  operandTypes: Map<Expr, OperandType> | undefined;
  /** Which of a class's capabilities are locked; asked for once a class. */
  readonly lockedCapabilities: Map<DeclId, ReadonlySet<string>>;
  /** What is known of variables where the check is. */
  readonly narrowing: NarrowingState;
  /** Checks an expression. `expected` is a hint for literals and generic calls; the caller still coerces. */
  readonly expr: (checker: Checker, syntax: Expr, expected: Type | undefined) => HirExpr;
  readonly block: (checker: Checker, syntax: BlockSyntax, expected: Type | undefined) => HirBlock;
}

export type Details = Partial<Pick<Diagnostic, 'labels' | 'notes' | 'fix'>>;

/** Reports a mistake or, with a `W` code, a warning. */
export function report(
  checker: Checker,
  code: DiagnosticCode,
  span: Span,
  message: string,
  details: Details = {},
): void {
  const severity = code.startsWith('W') ? 'warning' : 'error';
  if (severity === 'error') checker.isErroneous = true;
  checker.ctx.report({ code, severity, message, span, labels: [], notes: [], ...details });
}

export function spanOf(checker: Checker, range: Range): Span {
  return tokenSpan(checker.decl, range.from, Math.max(range.from, range.to));
}

export function spanAt(checker: Checker, at: Ordinal): Span {
  return tokenSpan(checker.decl, at);
}

/** Stands for an expression with a reported mistake; `type` is what its surroundings may still rely on. */
export function errorNode(at: Ordinal, type: Type = ERROR): HirExpr {
  return { kind: 'error', type, at };
}

/**
 * Takes note of types that other declarations gave: where one of them is a reported mistake, this body's
 * code has no meaning either, though nothing in it is wrong.
 */
export function noteForeign(checker: Checker, types: readonly Type[]): void {
  if (types.some(hasError)) checker.isErroneous = true;
}

/** `syntax` without the parentheses around it. */
export function withoutParentheses(syntax: Expr): Expr {
  let inner = syntax;
  while (inner.kind === 'parenthesized') inner = inner.inner;
  return inner;
}

export function nameOf(syntax: Expr): string | undefined {
  return syntax.kind === 'name' ? syntax.name : undefined;
}

/** A name that the parser missed, and reported. */
export function isMissing(checker: Checker, name: Name): boolean {
  if (name.text !== '') return false;
  checker.isErroneous = true;
  return true;
}
