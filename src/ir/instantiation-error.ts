/** The report of a generic declaration that needs ever larger instances of itself. */

import type { DeclId } from '../base/ids.ts';
import { localOf } from '../base/ids.ts';
import { InternalError } from '../base/invariant.ts';
import { nameSpan } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Type } from '../sema/type.ts';
import { printType } from '../sema/type-key.ts';
import type { CodeUnit } from './unit.ts';
import { typeArgsOf } from './unit-key.ts';

/** How many instances of the chain a reader needs to see the pattern. */
const shownInstances = 4;

/** `chain`: from code that is not generic to an instance beyond the limits. */
export function runawayInstantiation(chain: readonly CodeUnit[]): Diagnostic {
  const [root, first] = chain;
  if (root === undefined || first === undefined) throw new InternalError('A chain of no instance');
  const names = chain.slice(1, 1 + shownInstances).map(describeUnit);
  const tail = chain.length > 1 + shownInstances ? ', and so on without end' : '';
  return {
    code: 'E0500',
    severity: 'error',
    message: `Instantiating \`${names[0]}\` needs infinitely many instances`,
    span: nameSpan(declOf(first)),
    labels: [{ span: nameSpan(declOf(root)), message: 'the first instance is used here' }],
    notes: [
      `${describeUnit(root)} needs ${names.join(', which needs ')}${tail}.`,
      'Each instance of a generic declaration is compiled by itself, so none may use itself with ' +
        'ever larger type arguments.',
    ],
  };
}

/** As a user would write it: `nest<Box<int>>`, `Box<int>.get`, `List<int>`. */
export function describeUnit(unit: CodeUnit): string {
  if (unit.kind === 'class') return printType(unit.type);
  const local = localOf(unit.decl);
  const open = local.indexOf('(');
  const head = open < 0 ? local : local.slice(0, open);
  const method = head.indexOf('.method ');
  if (method < 0) return head.slice(head.indexOf(' ') + 1) + argumentList(typeArgsOf(unit));
  const owner = head.slice(head.indexOf(' ') + 1, method);
  return `${owner}${argumentList(typeArgsOf(unit))}.${head.slice(method + '.method '.length)}`;
}

function argumentList(args: readonly Type[]): string {
  return args.length === 0 ? '' : `<${args.map(printType).join(', ')}>`;
}

function declOf(unit: CodeUnit): DeclId {
  return unit.kind === 'class' ? unit.type.decl : unit.decl;
}
