/**
 * Calls of witnesses whose two arguments are likely to be one object, by all the ways in which an operand can come
 * by it again. Most are rejected; what is accepted and races is a hole.
 */
import type { Place, Scope } from './races-body.ts';
import type { CallableModel, ClassModel } from './races-model.ts';
import { newOf } from './races-model.ts';

/** A statement, or none if no variable has an object for the witness. */
export function confront(
  scope: Scope,
  places: readonly Place[],
  { callee, name }: { readonly callee: CallableModel; readonly name: string },
): readonly string[] {
  const { random } = scope;
  const [first, second] = callee.parameters;
  if (first === undefined || second === undefined || first.type === 'int') return [];
  const { type } = first;
  const fitting = places.filter((place) => place.type === type && place.root !== 'this');
  if (fitting.length === 0) return [];
  const place = random.pick(fitting);
  const owner = scope.variables.find((each) => each.name === place.root);
  const again = second.borrowed
    ? lentAgain(place, name)
    : movedAgain(scope, place, { type, name, owner: owner?.type });
  const held = random.pick([place.text, place.text, `{ ${place.text} }`]);
  const call = `${callee.name}(${held}, ${random.pick(again)});`;
  return random.chance(0.2) ? [`let ${name}x = ${place.text};`, call, `${name}x;`] : [call];
}

function lentAgain({ text, root }: Place, name: string): readonly string[] {
  const part = text === root ? '' : text.slice(root.length);
  return [
    text,
    `{ let ${name} = ${text}; ${name} }`,
    `{ let ${name} = ${root}; ${name}${part} }`,
    `if toss() { ${text} } else { let ${name} = ${text}; ${name} }`,
    `{ let ${name} = ${text}; { let ${name}y = ${name}; ${name}y } }`,
  ];
}

function movedAgain(
  scope: Scope,
  { text, root }: Place,
  {
    type,
    name,
    owner,
  }: { readonly type: ClassModel; readonly name: string; readonly owner: ClassModel | undefined },
): readonly string[] {
  const field = text.slice(root.length + 1);
  // A field that is never set again is not taken out either.
  if (owner?.fields.find(({ name: each }) => each === field)?.isConst === true)
    return [newOf(type)];
  const again = [
    `{ let ${name} = consume ${text}; ${text} := ${newOf(type)}; consume ${name} }`,
    `{ let ${name} = consume ${text}; ${text} := consume ${name}; ${newOf(type)} }`,
  ];
  if (text === root || owner === undefined) return again;
  const swaps = owner.methods
    .filter(({ result, level }) => result === type && level < scope.level)
    .map((method) => `${root}.${method.name}(${newOf(type)})`);
  return [
    ...again,
    ...swaps,
    ...swaps,
    `{ let ${name} = consume ({ ${root} }).${field}; ${text} := ${newOf(type)}; consume ${name} }`,
    `{ let ${name} = consume ${root}; ${root} := ${newOf(owner)}; consume ${name}.${field} }`,
  ];
}
