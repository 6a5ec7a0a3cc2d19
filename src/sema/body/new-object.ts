/** `new C(field: value, …)`: any subset of the fields, own and inherited, in any order. */
import type { Expr } from '../../syntax/ast.ts';
import type { FieldRef, HirExpr } from '../hir.ts';
import type { ClassType } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, report, spanAt, spanOf } from './checker.ts';
import { coerce } from './coercion.ts';
import { findAccess, reportUnknownField } from './members.ts';
import { typeOf } from './types.ts';

type NewSyntax = Extract<Expr, { kind: 'new' }>;
type InitSyntax = NewSyntax['inits'][number];

interface Init {
  readonly field: FieldRef;
  readonly value: HirExpr;
  readonly at: number;
}

export function checkNew(checker: Checker, syntax: NewSyntax): HirExpr {
  const type = typeOf(checker, syntax.type, 'An object');
  if (type.kind !== 'class') {
    if (type.kind !== 'error') {
      report(
        checker,
        'E0312',
        spanOf(checker, syntax.type),
        `\`${printType(type)}\` is not a class`,
        {
          notes: ['`new` makes objects of classes only.'],
        },
      );
    }
    for (const init of syntax.inits) checker.expr(checker, init.value, undefined);
    return errorNode(syntax.at);
  }
  const inits: Init[] = [];
  const earlier = new Map<string, number>();
  for (const source of syntax.inits) {
    const init = checkInit(checker, type, source);
    if (init === undefined) continue;
    warnIfRepeated(checker, source, earlier);
    inits.push(init);
  }
  return { kind: 'new', type, class: type, inits, at: syntax.at };
}

function checkInit(
  checker: Checker,
  of: ClassType,
  { name, value: source }: InitSyntax,
): Init | undefined {
  const access = findAccess(checker, of, name.text);
  const checked = checker.expr(checker, source, access?.field.type);
  if (access === undefined) {
    reportUnknownField(checker, of, name);
    return undefined;
  }
  const { field } = access;
  const value = coerce(checker, checked, {
    target: field.type,
    range: source,
    details: { notes: [`It initializes field \`${name.text}\` of \`${printType(of)}\`.`] },
  });
  return { field, value, at: name.from };
}

function warnIfRepeated(
  checker: Checker,
  { name }: InitSyntax,
  earlier: Map<string, number>,
): void {
  const first = earlier.get(name.text);
  earlier.set(name.text, name.from);
  if (first === undefined) return;
  report(checker, 'W0305', spanOf(checker, name), `Field \`${name.text}\` is initialized twice`, {
    labels: [{ span: spanAt(checker, first), message: 'this value is lost' }],
    notes: ['The last value wins.'],
  });
}
