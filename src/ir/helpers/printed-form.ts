/**
 * Printed forms: `(1, "a")`, `[1, 2]`, `Point { x: 1.0, y: 2.0 }`, `none` or the value, a union's
 * member. Inside them texts are quoted.
 */
import { localOf } from '../../base/ids.ts';
import { InternalError } from '../../base/invariant.ts';
import type { ArrayType, OptionalType, StructType, Type, UnionType } from '../../sema/type.ts';
import { typeKey } from '../../sema/type-key.ts';
import type { Instruction, Operand } from '../mir.ts';
import { boolType, stringType } from '../operand.ts';
import type { ValueShapes } from '../value-shapes.ts';
import { HelperBody, index, indexType } from './helper-body.ts';
import { namedParts, tagType, unionMembers } from './parts.ts';

type Parts = Extract<Instruction, { op: 'interpolate' }>['parts'];

/** `string show(T value)` */
export function printedFormOf(type: Type, shapes: ValueShapes): HelperBody {
  const body = new HelperBody([{ name: 'value', type }]);
  const value = body.load(0);
  switch (type.kind) {
    case 'tuple': {
      const parts = namedParts(type, shapes).map(({ name, type: part }) =>
        shown(body, part, body.def(part, { op: 'extract', value, type, path: [name] })),
      );
      body.return(text(body, ['(', ...separated(parts), ')']));
      break;
    }
    case 'struct':
      showStruct(body, type, shapes, value);
      break;
    case 'optional':
      showOptional(body, type, value);
      break;
    case 'union':
      showUnion(body, { type, shapes, value });
      break;
    case 'array':
      showArray(body, type, value);
      break;
    default:
      throw new InternalError(`The printed form of ${typeKey(type)} needs no function`);
  }
  return body;
}

function showStruct(body: HelperBody, type: StructType, shapes: ValueShapes, value: Operand): void {
  const name = localOf(type.decl).slice(localOf(type.decl).indexOf(' ') + 1);
  const fields = namedParts(type, shapes).map((field): Parts => {
    const part = body.def(field.type, { op: 'extract', value, type, path: [field.name] });
    return [`${field.name}: `, shown(body, field.type, part)];
  });
  if (fields.length === 0) {
    body.return({ kind: 'string', value: `${name} {}` });
    return;
  }
  const listed = fields.flatMap((field, at) => (at === 0 ? field : [', ', ...field]));
  body.return(text(body, [`${name} { `, ...listed, ' }']));
}

function showOptional(body: HelperBody, type: OptionalType, value: Operand): void {
  const [some, none] = [body.block(), body.block()];
  const condition = body.def(boolType, { op: 'isSome', value, type });
  body.end({ op: 'branch', condition, then: some, otherwise: none });
  body.moveTo(some);
  const held = body.def(type.value, { op: 'unwrap', value, type });
  body.return(text(body, [shown(body, type.value, held)]));
  body.moveTo(none);
  body.return({ kind: 'string', value: 'none' });
}

function showUnion(
  body: HelperBody,
  { type, shapes, value }: { type: UnionType; shapes: ValueShapes; value: Operand },
): void {
  const members = unionMembers(type, shapes).map((held) => ({ held, block: body.block() }));
  const impossible = body.block();
  body.end({
    op: 'switch',
    value: body.def(tagType, { op: 'tag', value, type }),
    type: tagType,
    cases: members.map(({ block }, member) => ({ value: String(member), target: block })),
    otherwise: impossible,
  });
  members.forEach(({ held, block }, member) => {
    body.moveTo(block);
    const projected = body.def(held, { op: 'project', value, type, member });
    body.return(text(body, [shown(body, held, projected)]));
  });
  body.moveTo(impossible);
  body.end({ op: 'unreachable' });
}

/** Appends to one string, which the runtime does in place. */
function showArray(body: HelperBody, type: ArrayType, array: Operand): void {
  const whole = body.local('whole', stringType);
  body.store(whole, { kind: 'string', value: '[' });
  const length = body.def(indexType, { op: 'arrayLength', value: array, type });
  body.forEachIndex(length, (at) => {
    const [separate, element] = [body.block(), body.block()];
    const isFirst = body.def(boolType, {
      op: 'compare',
      operator: 'eq',
      left: at,
      right: index('0'),
      type: indexType,
    });
    body.end({ op: 'branch', condition: isFirst, then: element, otherwise: separate });
    body.moveTo(separate);
    body.store(whole, text(body, [{ value: body.load(whole), type: stringType }, ', ']));
    body.end({ op: 'goto', target: element });
    body.moveTo(element);
    const value = body.def(type.element, { op: 'getElement', array, type, index: at });
    const part = shown(body, type.element, value);
    body.store(whole, text(body, [{ value: body.load(whole), type: stringType }, part]));
  });
  body.return(text(body, [{ value: body.load(whole), type: stringType }, ']']));
}

/** A part's printed form as an element of an interpolation. */
function shown(body: HelperBody, type: Type, value: Operand): Parts[number] {
  switch (type.kind) {
    case 'string': {
      const quoted = body.def(stringType, {
        op: 'callRuntime',
        function: 'stringQuote',
        args: [value],
      });
      return { value: quoted, type: stringType };
    }
    case 'char': {
      const quoted = body.def(stringType, {
        op: 'callRuntime',
        function: 'charQuote',
        args: [value],
      });
      return { value: quoted, type: stringType };
    }
    default:
      return { value, type };
  }
}

function separated(parts: Parts): Parts {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [', ', part]));
}

function text(body: HelperBody, parts: Parts): Operand {
  return body.def(stringType, { op: 'interpolate', parts });
}
