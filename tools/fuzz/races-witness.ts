/**
 * Witnesses: functions and methods that use two objects at the same time in two tasks, and are right as long as
 * those are two. Whatever gives one object two names and passes both is a race here.
 */
import type { CallableModel, ClassModel, FieldModel, ParameterModel } from './races-model.ts';
import { isLinearCapability, modeOf } from './races-model.ts';

export interface Witness {
  readonly text: string;
  readonly model: CallableModel;
}

/** For each field that one task may write through a capability that it has alone. */
export function witnessesOf(type: ClassModel, name: string): readonly Witness[] {
  return type.fields.flatMap((field, index) => {
    const own = field.capabilities.find(
      (each) => isLinearCapability(type, each) && modeOf(type, each) === 'linear',
    );
    if (field.type !== 'int' || field.isConst || own === undefined) return [];
    return [
      witness(`${name}${index}a`, parameters(type, own, { field, isMoved: false }), field),
      witness(`${name}${index}b`, parameters(type, own, { field, isMoved: true }), field),
    ];
  });
}

/** The second object is moved, or lent with what suffices to read the field. */
function parameters(
  type: ClassModel,
  own: string,
  { field, isMoved }: { readonly field: FieldModel; readonly isMoved: boolean },
): readonly [ParameterModel, ParameterModel] {
  const first: ParameterModel = { type, borrowed: true, guard: [own] };
  if (isMoved) return [first, { type, borrowed: false }];
  const reading = field.capabilities.find((each) => modeOf(type, each) === 'read') ?? own;
  return [first, { type, borrowed: true, guard: [reading] }];
}

function witness(
  name: string,
  pair: readonly [ParameterModel, ParameterModel],
  field: FieldModel,
): Witness {
  const [a, b] = pair.map(
    ({ type, borrowed, guard }, index) =>
      `${borrowed ? 'borrowed ' : ''}${type === 'int' ? 'int' : type.name}${guard === undefined ? '' : `{${guard.join(', ')}}`} p${index}`,
  );
  const text = [
    `function void ${name}(${a}, ${b}) {`,
    `  finish { async { p0.${field.name} += 1; } sink(p1.${field.name}) }`,
    '}',
  ].join('\n');
  const model = { name, capabilities: [], parameters: pair, result: undefined, level: 0, cost: 3 };
  return { text, model };
}
