/**
 * What structs and unions consist of, as far as code generation needs it: mid-level IR names them, and
 * an order for code joins their parts in. A unit needs the parts of what it holds by value, however
 * deep; behind an array or a class only where it touches elements, compares, hashes or prints.
 */
import { invariant } from '../base/invariant.ts';
import type { StructField } from '../sema/model.ts';
import type { StructType, Type, UnionType } from '../sema/type.ts';
import { typeKey } from '../sema/type-key.ts';
import { partsOf } from '../sema/type-parts.ts';
import type { TypeMap } from './map-types.ts';
import { mapFunctionTypes } from './map-types.ts';
import type { Instruction, MirUnit } from './mir.ts';

export type ValueShape =
  | { readonly kind: 'struct'; readonly fields: readonly StructField[] }
  | { readonly kind: 'union'; readonly members: readonly Type[] };

/** By `typeKey`; the parts of a generic type are concrete. */
export type ValueShapes = Readonly<Record<string, ValueShape>>;

export const noShapes: ValueShapes = {};

/** The shape of a concrete type; null where mistakes leave it without one. */
export type ShapeSource = (type: StructType | UnionType) => ValueShape | null;

/** The shapes that the unit's code depends on; null where one is missing. */
export function shapesOfUnit(unit: MirUnit, source: ShapeSource): ValueShapes | null {
  const search = createSearch(source);
  const record: TypeMap = {
    type(type) {
      search.visit(type, 'value');
      return type;
    },
    inside(type) {
      search.visit(type, 'value');
      return type;
    },
  };
  for (const fn of unit.functions) {
    mapFunctionTypes(record, fn);
    for (const { instructions } of fn.blocks) {
      for (const instruction of instructions) visitDeeper(search, instruction);
    }
  }
  return search.found();
}

/** The shapes that values of `types` depend on; with `depth` `all` also those of elements of arrays. */
export function shapesOfTypes(
  types: readonly Type[],
  source: ShapeSource,
  depth: Depth = 'value',
): ValueShapes | null {
  const search = createSearch(source);
  for (const type of types) search.visit(type, depth);
  return search.found();
}

/** How far a type is looked into: what lies in the value itself, or all that can be reached. */
type Depth = 'value' | 'all';

interface Search {
  visit(type: Type, depth: Depth): void;
  found(): ValueShapes | null;
}

/** A struct that holds ever larger instances of itself in arrays has no end. */
const deepestNesting = 64;

function createSearch(source: ShapeSource): Search {
  const shapes = new Map<string, ValueShape>();
  const visited = new Set<string>();
  let isComplete = true;
  const visitShape = (type: StructType | UnionType, depth: Depth, nesting: number): void => {
    invariant(nesting < deepestNesting, `${typeKey(type)} needs ever larger types`);
    const key = typeKey(type);
    if (visited.has(`${depth} ${key}`)) return;
    visited.add(`${depth} ${key}`);
    const shape = shapes.get(key) ?? source(type);
    if (shape === null) {
      isComplete = false;
      return;
    }
    shapes.set(key, shape);
    for (const part of partsOfShape(shape)) visit(part, depth, nesting + 1);
  };
  const visit = (type: Type, depth: Depth, nesting: number): void => {
    switch (type.kind) {
      case 'struct':
      case 'union':
        visitShape(type, depth, nesting);
        return;
      case 'tuple':
      case 'optional':
        for (const part of partsOf(type)) visit(part, depth, nesting);
        return;
      case 'array':
        if (depth === 'all') visit(type.element, depth, nesting);
        return;
      default:
    }
  };
  return {
    visit: (type, depth) => visit(type, depth, 0),
    found() {
      if (!isComplete) return null;
      return Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

function visitDeeper(search: Search, instruction: Instruction): void {
  switch (instruction.op) {
    case 'newArray':
    case 'arrayLiteral':
    case 'getElement':
    case 'setElement':
    case 'sliceArray':
    case 'joinArrays':
      search.visit(instruction.type.element, 'value');
      return;
    case 'compare':
    case 'hash':
      search.visit(instruction.type, 'all');
      return;
    case 'interpolate':
      for (const part of instruction.parts) {
        if (typeof part !== 'string') search.visit(part.type, 'all');
      }
      return;
    default:
  }
}

export function partsOfShape(shape: ValueShape): readonly Type[] {
  return shape.kind === 'struct' ? shape.fields.map((field) => field.type) : shape.members;
}
