/** Sizes that layouts of classes rest on, against what LLVM gives the same types. */
import test from 'ava';
import type { ValueShapes } from '../../src/ir/value-shapes.ts';
import { IrSession } from '../../src/llvm/ir-session.ts';
import { layoutOf } from '../../src/llvm/layout.ts';
import type { StructType, Type, UnionType } from '../../src/sema/type.ts';
import { typeKey } from '../../src/sema/type-key.ts';
import { bool, char, classType, decl, f32, f64, i64, intType, string } from './mir-kit.ts';

const empty: StructType = { kind: 'struct', decl: decl('struct Empty'), args: [] };
const mixed: StructType = { kind: 'struct', decl: decl('struct Mixed'), args: [] };
const union: UnionType = { kind: 'union', decl: decl('type Any'), args: [] };
const scalars: readonly Type[] = [
  bool,
  char,
  string,
  f32,
  f64,
  classType('C'),
  { kind: 'array', element: i64, isRead: false },
  { kind: 'pointer', target: i64 },
  ...([8, 16, 32, 64, 128] as const).map((bits) => intType(bits, true)),
];

const shapes: ValueShapes = {
  'struct:t.m.Empty': { kind: 'struct', fields: [] },
  'struct:t.m.Mixed': {
    kind: 'struct',
    fields: [bool, intType(16, false), intType(128, true), bool, f32].map((type, index) => ({
      name: `f${index}`,
      type,
    })),
  },
  'union:t.m.Any': { kind: 'union', members: [bool, mixed, string, empty] },
};

test('every type has the size that LLVM gives it', (t) => {
  const ir = new IrSession();
  ir.types.useShapes(shapes);
  const parts: readonly Type[] = [...scalars, empty, mixed, union];
  const types: readonly Type[] = [
    ...parts,
    ...parts.map((value): Type => ({ kind: 'optional', value })),
    ...parts.flatMap((first) =>
      parts.map((second): Type => ({ kind: 'tuple', elements: [first, second, bool] })),
    ),
  ];
  for (const type of types) {
    const { sizeBytes, alignBytes } = layoutOf(type, shapes);
    t.is(ir.sizeBytes(ir.types.memory(type)), sizeBytes, typeKey(type));
    t.is(sizeBytes % alignBytes, 0, typeKey(type));
  }
});
