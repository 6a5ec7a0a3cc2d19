/** Hashes, part by part: equal values have equal ones, in every run. */
import { InternalError } from '../../base/invariant.ts';
import type { ArrayType, OptionalType, Type, UnionType } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type { ArithmeticOperator, Operand, SlotId } from '../mir.ts';
import { boolType } from '../operand.ts';
import type { ValueShapes } from '../value-shapes.ts';
import { HelperBody, indexType } from './helper-body.ts';
import { namedParts, tagType, unionMembers } from './parts.ts';

export const hashType: Type = { kind: 'int', bits: 64, signed: false };

/** `u64 hash(T value)` */
export function hashOf(type: Type, shapes: ValueShapes): HelperBody {
  const body = new HelperBody([{ name: 'value', type }]);
  const value = body.load(0);
  const sum = body.local('sum', hashType);
  body.store(sum, number('0'));
  switch (type.kind) {
    case 'tuple':
    case 'struct':
      for (const { name, type: part } of namedParts(type, shapes)) {
        add(body, sum, part, body.def(part, { op: 'extract', value, type, path: [name] }));
      }
      break;
    case 'optional':
      hashOptional(body, sum, type, value);
      break;
    case 'union':
      hashUnion(body, sum, { type, shapes, value });
      break;
    case 'array':
      hashArray(body, sum, type, value);
      break;
    default:
      throw new InternalError(`The hash of ${typeKey(type)} needs no function`);
  }
  body.return(body.load(sum));
  return body;
}

/** `sum = (sum rotated by 5 ^ hash) * odd`: the order of parts matters. */
function add(body: HelperBody, sum: SlotId, type: Type, value: Operand): void {
  const apply = (operator: ArithmeticOperator, left: Operand, right: Operand): Operand =>
    body.def(hashType, { op: 'arith', operator, left, right, type: hashType });
  const hash = body.def(hashType, { op: 'hash', value, type });
  const before = body.load(sum);
  const rotated = apply(
    'or',
    apply('shl', before, number('5')),
    apply('shr', before, number('59')),
  );
  body.store(sum, apply('mul', apply('xor', rotated, hash), number(multiplier)));
}

/** 2^64 divided by the golden ratio, as an odd number. */
const multiplier = '11400714819323198485';

function hashOptional(body: HelperBody, sum: SlotId, type: OptionalType, value: Operand): void {
  const [some, after] = [body.block(), body.block()];
  const condition = body.def(boolType, { op: 'isSome', value, type });
  body.end({ op: 'branch', condition, then: some, otherwise: after });
  body.moveTo(some);
  add(body, sum, boolType, { kind: 'bool', value: true });
  add(body, sum, type.value, body.def(type.value, { op: 'unwrap', value, type }));
  body.end({ op: 'goto', target: after });
  body.moveTo(after);
}

function hashUnion(
  body: HelperBody,
  sum: SlotId,
  { type, shapes, value }: { type: UnionType; shapes: ValueShapes; value: Operand },
): void {
  const tag = body.def(tagType, { op: 'tag', value, type });
  add(body, sum, tagType, tag);
  const after = body.block();
  const members = unionMembers(type, shapes).map((held) => ({ held, block: body.block() }));
  body.end({
    op: 'switch',
    value: tag,
    type: tagType,
    cases: members.map(({ block }, member) => ({ value: String(member), target: block })),
    otherwise: after,
  });
  members.forEach(({ held, block }, member) => {
    body.moveTo(block);
    add(body, sum, held, body.def(held, { op: 'project', value, type, member }));
    body.end({ op: 'goto', target: after });
  });
  body.moveTo(after);
}

function hashArray(body: HelperBody, sum: SlotId, type: ArrayType, array: Operand): void {
  const length = body.def(indexType, { op: 'arrayLength', value: array, type });
  add(body, sum, indexType, length);
  body.forEachIndex(length, (index) => {
    const element = body.def(type.element, { op: 'getElement', array, type, index });
    add(body, sum, type.element, element);
  });
}

function number(value: string): Operand {
  return { kind: 'int', type: hashType, value };
}
