/** Equality, part by part; the first difference ends it. */
import { InternalError } from '../../base/invariant.ts';
import type { ArrayType, OptionalType, Type, UnionType } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type { Operand } from '../mir.ts';
import { boolType } from '../operand.ts';
import type { ValueShapes } from '../value-shapes.ts';
import { HelperBody, indexType } from './helper-body.ts';
import { namedParts, tagType, unionMembers } from './parts.ts';

/** `bool equal(T a, T b)` */
export function equalityOf(type: Type, shapes: ValueShapes): HelperBody {
  const body = new HelperBody([
    { name: 'a', type },
    { name: 'b', type },
  ]);
  const [a, b] = [body.load(0), body.load(1)];
  switch (type.kind) {
    case 'tuple':
    case 'struct':
      for (const { name, type: part } of namedParts(type, shapes)) {
        const take = (value: Operand): Operand =>
          body.def(part, { op: 'extract', value, type, path: [name] });
        continueIfEqual(body, part, take(a), take(b));
      }
      break;
    case 'optional':
      compareOptionals(body, type, a, b);
      break;
    case 'union':
      compareUnions(body, type, shapes, [a, b]);
      break;
    case 'array':
      compareArrays(body, type, a, b);
      break;
    default:
      throw new InternalError(`Equality of ${typeKey(type)} needs no function`);
  }
  body.return({ kind: 'bool', value: true });
  return body;
}

function continueIfEqual(body: HelperBody, type: Type, left: Operand, right: Operand): void {
  const isEqual = body.def(boolType, { op: 'compare', operator: 'eq', left, right, type });
  continueIf(body, isEqual);
}

/** The function yields false where `condition` does not hold. */
function continueIf(body: HelperBody, condition: Operand): void {
  const [differ, next] = [body.block(), body.block()];
  body.end({ op: 'branch', condition, then: next, otherwise: differ });
  body.moveTo(differ);
  body.return({ kind: 'bool', value: false });
  body.moveTo(next);
}

function compareOptionals(body: HelperBody, type: OptionalType, a: Operand, b: Operand): void {
  const isSome = (value: Operand): Operand => body.def(boolType, { op: 'isSome', value, type });
  const held = (value: Operand): Operand => body.def(type.value, { op: 'unwrap', value, type });
  const first = isSome(a);
  continueIfEqual(body, boolType, first, isSome(b));
  const [both, after] = [body.block(), body.block()];
  body.end({ op: 'branch', condition: first, then: both, otherwise: after });
  body.moveTo(both);
  continueIfEqual(body, type.value, held(a), held(b));
  body.end({ op: 'goto', target: after });
  body.moveTo(after);
}

function compareUnions(
  body: HelperBody,
  type: UnionType,
  shapes: ValueShapes,
  [a, b]: readonly [Operand, Operand],
): void {
  const tag = (value: Operand): Operand => body.def(tagType, { op: 'tag', value, type });
  const first = tag(a);
  continueIfEqual(body, tagType, first, tag(b));
  const after = body.block();
  const members = unionMembers(type, shapes).map((held) => ({ held, block: body.block() }));
  body.end({
    op: 'switch',
    value: first,
    type: tagType,
    cases: members.map(({ block }, member) => ({ value: String(member), target: block })),
    otherwise: after,
  });
  members.forEach(({ held, block }, member) => {
    body.moveTo(block);
    const take = (value: Operand): Operand =>
      body.def(held, { op: 'project', value, type, member });
    continueIfEqual(body, held, take(a), take(b));
    body.end({ op: 'goto', target: after });
  });
  body.moveTo(after);
}

function compareArrays(body: HelperBody, type: ArrayType, a: Operand, b: Operand): void {
  const length = (value: Operand): Operand =>
    body.def(indexType, { op: 'arrayLength', value, type });
  const count = length(a);
  continueIfEqual(body, indexType, count, length(b));
  body.forEachIndex(count, (index) => {
    const take = (array: Operand): Operand =>
      body.def(type.element, { op: 'getElement', array, type, index });
    continueIfEqual(body, type.element, take(a), take(b));
  });
}
