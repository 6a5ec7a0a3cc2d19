/** What is written by an assignment beyond a variable or a field: elements, and parts of values where they stand. */
import type { Expr } from '../../syntax/ast.ts';
import type { HirExpr, HirPlace } from '../hir.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf, withoutParentheses } from './checker.ts';
import { isCaptured, localAt } from './scope.ts';

/** A place that is written, and the expression that reads it. */
export interface Target {
  readonly place: HirPlace;
  readonly current: HirExpr;
}

/** The place that `syntax`, an index or member, means; reports what cannot be written. */
export function checkPlace(checker: Checker, syntax: Expr): Target | undefined {
  const current = checker.expr(checker, syntax, undefined);
  if (current.type.kind === 'error') return undefined;
  const place = placeOf(checker, current, syntax);
  return place && { place, current };
}

/** The place that a checked expression reads. */
export function placeOf(checker: Checker, current: HirExpr, syntax: Expr): HirPlace | undefined {
  const path: string[] = [];
  let root = current;
  for (; root.kind === 'member'; root = root.object) path.unshift(root.member);
  const { type, at } = current;
  switch (root.kind) {
    case 'local': {
      const { local } = root;
      const { kind, name } = localAt(checker, local);
      if (kind === 'this') return reportReceiver(checker, syntax);
      if (isCaptured(checker, local)) warnCaptured(checker, { syntax, local, name });
      return { root: { kind: 'local', local }, path, type, at };
    }
    case 'field': {
      const { object, field } = root;
      const found = checker.ctx.field(field.owner.decl, field.name);
      if (path.length > 0 && found?.field.isConst === true)
        return reportConst(checker, syntax, field.name);
      return { root: { kind: 'field', object, field }, path, type, at };
    }
    case 'element':
      if (root.object.type.kind === 'string') return reportString(checker, syntax);
      return { root: { kind: 'element', array: root.object, index: root.index }, path, type, at };
    case 'global':
      return { root: { kind: 'global', global: root.global }, path, type, at };
    case 'length':
      return reportLength(checker, syntax);
    case 'error':
      return undefined;
    default:
      return reportNoPlace(checker, syntax, root);
  }
}

function reportReceiver(checker: Checker, syntax: Expr): undefined {
  report(checker, 'E0361', spanOf(checker, syntax), '`this` is a copy, which cannot be changed', {
    notes: ['A method of a struct gets its receiver by value: let it return a changed one.'],
  });
}

function reportConst(checker: Checker, syntax: Expr, name: string): undefined {
  report(
    checker,
    'E0316',
    spanOf(checker, syntax),
    `\`${name}\` is \`const\`, and so is all that is in it`,
    { notes: ['A `const` field is set by `new` only. Declare it `var` to change it later.'] },
  );
}

function reportLength(checker: Checker, syntax: Expr): undefined {
  report(checker, 'E0361', spanOf(checker, syntax), 'A length cannot be changed', {
    notes: ['Arrays and strings keep theirs; make a new one.'],
  });
}

function reportString(checker: Checker, syntax: Expr): undefined {
  report(
    checker,
    'E0361',
    spanOf(checker, syntax),
    'The characters of a string cannot be changed',
    {
      notes: ['Strings are immutable; make a new one: `text[..i] + "x" + text[i + 1..]`.'],
    },
  );
}

function reportNoPlace(checker: Checker, syntax: Expr, root: HirExpr): undefined {
  const inner = withoutParentheses(syntax);
  const object = inner.kind === 'member' || inner.kind === 'index' ? inner.object : inner;
  const message =
    root.kind === 'constant'
      ? 'A constant cannot be changed'
      : `A part of a copy cannot be changed`;
  report(checker, 'E0361', spanOf(checker, syntax), message, {
    labels: [
      { span: spanOf(checker, object), message: `this is a \`${printType(root.type)}\` of nobody` },
    ],
    notes: ['Put the value into a variable, change that, and store it where it belongs.'],
  });
}

function warnCaptured(
  checker: Checker,
  { syntax, local, name }: { readonly syntax: Expr; readonly local: number; readonly name: string },
): void {
  report(
    checker,
    'W0300',
    spanOf(checker, syntax),
    `This assignment changes the task's copy of \`${name}\` only`,
    {
      labels: [
        { span: spanAt(checker, localAt(checker, local).at), message: 'declared outside the task' },
      ],
      notes: [
        'Variables are copied into an `async` block. Results are handed out through a field of an object.',
      ],
    },
  );
}

/** `consume xs[i]`: nothing would take the place of what is taken. */
export function reportNotConsumed(checker: Checker, syntax: Expr, at: number): HirExpr {
  checker.expr(checker, syntax, undefined);
  report(checker, 'E0362', spanOf(checker, syntax), 'Only variables and fields can be consumed', {
    notes: ['Elements of arrays, and parts of tuples and structs, stay where they are.'],
  });
  return errorNode(at);
}
