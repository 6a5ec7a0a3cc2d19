/** Generic unions with types in place of their parameters: members that were different may become the same. */
import type { Span } from '../../base/span.ts';
import { clash } from '../check-type.ts';
import type { Type, UnionType } from '../type.ts';
import { printType } from '../type-key.ts';
import { partsOf } from '../type-parts.ts';
import type { Checker } from './checker.ts';
import { report } from './checker.ts';
import { membersOf } from './unions.ts';

/** Reports the unions in `type`, written at `span`, whose members cannot be told apart; whether there were none. */
export function checkInstances(checker: Checker, type: Type, span: Span): boolean {
  if (type.kind === 'union' && type.args.length > 0 && !checkInstance(checker, type, span))
    return false;
  return partsOf(type).every((part) => checkInstances(checker, part, span));
}

function checkInstance(checker: Checker, union: UnionType, span: Span): boolean {
  const members = membersOf(checker, union);
  const index = members.findIndex((member, at) =>
    members.slice(0, at).some((earlier) => clash(checker.ctx, earlier, member) !== undefined),
  );
  const member = members[index];
  if (member === undefined) return true;
  const message = `\`${printType(union)}\` has members that cannot be told apart`;
  report(checker, 'E0235', span, message, {
    notes: [`\`${printType(member)}\` is there twice, or beside its superclass.`],
  });
  return false;
}
