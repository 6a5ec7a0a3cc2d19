/** Printed forms of the interpreter's values, as the reference describes them. */
import { localOf } from '../../src/base/ids.ts';
import { present } from '../../src/base/invariant.ts';
import type { ValueShapes } from '../../src/ir/value-shapes.ts';
import { partsOfShape } from '../../src/ir/value-shapes.ts';
import type { Type } from '../../src/sema/type.ts';
import { typeKey } from '../../src/sema/type-key.ts';
import type { Value } from './interpreter.ts';
import {
  arrayIn,
  elementsOf,
  isComposite,
  optionalOf,
  recordOf,
  unionOf,
} from './interpreter-values.ts';

/** At the top level a text stands as it is. */
export function printed(shapes: ValueShapes, value: Value, type: Type): string {
  switch (type.kind) {
    case 'array':
    case 'tuple':
    case 'struct':
    case 'optional':
    case 'union':
      return inside(shapes, value, type);
    case 'char':
      return String.fromCodePoint(Number(value));
    default:
      return isComposite(value) ? inside(shapes, value, type) : String(value);
  }
}

function inside(shapes: ValueShapes, value: Value, type: Type): string {
  switch (type.kind) {
    case 'string':
      return JSON.stringify(value);
    case 'char':
      return `'${String.fromCodePoint(Number(value))}'`;
    case 'array':
      return `[${elementsOf(arrayIn(value))
        .map((each) => inside(shapes, each, type.element))
        .join(', ')}]`;
    case 'tuple':
      return `(${type.elements.map((part, i) => inside(shapes, recordOf(value).parts[i], part)).join(', ')})`;
    case 'struct': {
      const shape = present(shapes[typeKey(type)], typeKey(type));
      const fields = shape.kind === 'struct' ? shape.fields : [];
      const shown = fields.map(
        (field, i) => `${field.name}: ${inside(shapes, recordOf(value).parts[i], field.type)}`,
      );
      const name = localOf(type.decl).slice('struct '.length);
      return shown.length === 0 ? `${name} {}` : `${name} { ${shown.join(', ')} }`;
    }
    case 'optional': {
      const { held } = optionalOf(value);
      return held === undefined ? 'none' : inside(shapes, held.value, type.value);
    }
    case 'union': {
      const members = partsOfShape(present(shapes[typeKey(type)], typeKey(type)));
      const { member, value: held } = unionOf(value);
      return inside(shapes, held, present(members[member], `member ${member}`));
    }
    default:
      return printed(shapes, value, type);
  }
}
