/**
 * Random bodies. A scope knows which capabilities its variables still have, by rough rules of thumb: most
 * statements keep to them, so that a good part of the programs is accepted, and the others are the point.
 */
import { confront } from './races-confront.ts';
import type { CallableModel, ClassModel, FieldModel, ParameterModel } from './races-model.ts';
import {
  crossingOf,
  hasOverlap,
  isLinear,
  isLinearCapability,
  isSubclass,
  modeOf,
  namesOf,
  newOf,
} from './races-model.ts';
import type { Random } from './random.ts';

/** A variable, or a field of one, that may be used. */
export interface Place {
  readonly text: string;
  readonly type: ClassModel;
  readonly usable: readonly string[];
  readonly root: string;
}

export interface Variable {
  readonly name: string;
  readonly type: ClassModel;
  /** Shrinks as aliases are made and tasks are started. */
  usable: readonly string[];
  /** `this`, what is borrowed, aliases, and what a loop around may need again. */
  readonly isKept: boolean;
}

export interface Scope {
  readonly random: Random;
  readonly classes: readonly ClassModel[];
  readonly functions: readonly CallableModel[];
  readonly variables: readonly Variable[];
  /** Calls go to lower levels only. */
  readonly level: number;
  /** Blocks that may still be nested. */
  readonly depth: number;
  /** How often the statements run. */
  readonly times: number;
  readonly isMethod: boolean;
  /** Directly in a `finish`, so that a task may start anywhere. */
  readonly mayStart: boolean;
  /** Its tasks deadlock when they ask for the lock that it holds; most methods that hold one start none. */
  readonly holdsLock: boolean;
  readonly counter: { names: number; cost: number };
}

const maxCost = 60;
/** How often a rule of thumb is ignored. */
const wild = 0.015;

/** A whole program's worth: objects to begin with, statements, and tasks that use them. */
export function randomRun(scope: Scope): readonly string[] {
  const variables: Variable[] = [];
  const inner = { ...scope, variables };
  const objects = [1, 2, 3].flatMap(() => declare(inner, variables));
  const before = randomStatements(inner, scope.random.below(3));
  const first = tasks(inner, variables);
  const between = randomStatements(inner, scope.random.below(2));
  return [...objects, ...before, ...first, ...between, ...tasks(inner, variables)];
}

/** Lines of `count` statements. */
export function randomStatements(scope: Scope, count: number): readonly string[] {
  const inner: Scope = { ...scope, variables: scope.variables.map((each) => ({ ...each })) };
  const variables = [...inner.variables];
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    lines.push(...statement({ ...inner, variables }, variables));
    scope.counter.cost += scope.times;
  }
  return lines;
}

/** `variables` is the block's own list: declarations add to it and moves take away. */
function statement(scope: Scope, variables: Variable[]): readonly string[] {
  const { random } = scope;
  const choice = random.below(20);
  if (choice < 4) return useField(scope);
  if (choice < 9) return call(scope, variables);
  if (choice < 11) return declare(scope, variables);
  if (choice < 12) return exchange(scope);
  if (choice < 13) return assign(scope, variables);
  if (choice < 14) return random.chance(0.4) ? alias(scope, variables) : useField(scope);
  if (scope.depth === 0) return useField(scope);
  if (choice < 18) {
    return scope.holdsLock && random.chance(0.6) ? useField(scope) : tasks(scope, variables);
  }
  return random.chance(0.5) ? branch(scope, variables) : loop(scope, variables);
}

function useField(scope: Scope): readonly string[] {
  const { random } = scope;
  const isWild = random.chance(wild);
  const candidates = placesOf(scope).flatMap((place) =>
    place.type.fields
      .filter((field) => field.type === 'int' && (isWild || isReachable(place, field)))
      .map((field) => ({ place, field })),
  );
  if (candidates.length === 0) return [];
  const { place, field } = random.pick(candidates);
  const target = `${place.text}.${field.name}`;
  const isWritable = field.capabilities.some(
    (name) => place.usable.includes(name) && modeOf(place.type, name) !== 'read',
  );
  return !field.isConst && isWritable && random.chance(0.7)
    ? [random.chance(0.5) ? `${target} += 1;` : `${target} := 3;`]
    : [`sink(${target});`];
}

function isReachable({ usable }: Place, { capabilities }: FieldModel): boolean {
  return capabilities.some((name) => usable.includes(name));
}

function call(scope: Scope, variables: Variable[]): readonly string[] {
  const { random } = scope;
  const affordable = ({ level, cost }: CallableModel): boolean =>
    level < scope.level && cost * scope.times <= maxCost;
  const isWild = random.chance(wild);
  const methods = placesOf(scope).flatMap((place) =>
    place.type.methods
      .filter(affordable)
      .filter(
        ({ capabilities }) => isWild || capabilities.every((name) => place.usable.includes(name)),
      )
      .map((callee) => ({ place, callee })),
  );
  const functions = scope.functions.filter(affordable);
  const witnesses = functions.filter(({ name }) => name.startsWith('w'));
  if (witnesses.length > 0 && random.chance(0.15)) {
    return confront(scope, placesOf(scope), { callee: random.pick(witnesses), name: fresh(scope) });
  }
  if (methods.length > 0 && (functions.length === 0 || random.chance(0.7))) {
    const { place, callee } = random.pick(methods);
    return finishCall(scope, variables, {
      callee,
      text: `${place.text}.${callee.name}`,
      taken: [place.root],
    });
  }
  if (functions.length === 0) return [];
  const callee = random.pick(functions);
  return finishCall(scope, variables, { callee, text: callee.name, taken: [] });
}

function finishCall(
  scope: Scope,
  variables: Variable[],
  {
    callee,
    text,
    taken,
  }: { readonly callee: CallableModel; readonly text: string; readonly taken: string[] },
): readonly string[] {
  const args = callee.parameters.map((parameter) => argument(scope, variables, parameter, taken));
  scope.counter.cost += callee.cost * scope.times;
  const code = `${text}(${args.join(', ')})`;
  if (callee.result === undefined || scope.random.chance(0.3)) return [`${code};`];
  const name = fresh(scope);
  variables.push({ name, type: callee.result, usable: namesOf(callee.result), isKept: false });
  return [`let ${name} = ${code};`];
}

/** Names of variables that the call uses are added to `taken`. */
function argument(
  scope: Scope,
  variables: Variable[],
  { type, borrowed, guard }: ParameterModel,
  taken: string[],
): string {
  const { random } = scope;
  if (type === 'int') return number(scope);
  const needed = guard ?? namesOf(type);
  const isMoved = !borrowed && needed.some((name) => isLinearCapability(type, name));
  const isWild = random.chance(wild);
  const places = placesOf(scope).filter(
    (place) =>
      isSubclass(place.type, type) &&
      (isWild ||
        (!taken.includes(place.root) && needed.every((name) => place.usable.includes(name)))),
  );
  if (!isMoved) {
    if (places.length === 0 || random.chance(0.1)) return newOf(type);
    const place = random.pick(places);
    // A second name for what the call may have already is the point of some programs.
    if (!random.chance(wild * 4)) taken.push(place.root);
    if (!random.chance(wild * 4)) return place.text;
    const name = fresh(scope);
    return `{ let ${name} = ${place.text}; ${name} }`;
  }
  const moved = take(scope, variables, (variable) => isSubclass(variable.type, type), taken);
  if (moved !== undefined) return `consume ${moved.name}`;
  return (random.chance(0.4) ? takenPart(scope, type) : undefined) ?? newOf(type);
}

/** Now and then an operand does something itself. */
function number(scope: Scope): string {
  const { random } = scope;
  const plain = String(random.below(9));
  if (!random.chance(0.1)) return plain;
  const lines = random.chance(0.5) ? useField(scope) : call(scope, []);
  const task = scope.mayStart && random.chance(0.3);
  return `{ ${task ? `async { ${lines.join(' ')} }` : lines.join(' ')} ${plain} }`;
}

/** A call that takes a part out and puts another in: the swap of a class with such a part. */
function takenPart(scope: Scope, type: ClassModel): string | undefined {
  const swaps = placesOf(scope).flatMap((place) =>
    place.type.methods
      .filter(({ result, level, parameters }) => {
        const [first] = parameters;
        return result === type && level < scope.level && first?.type === type;
      })
      .filter(({ capabilities }) => capabilities.every((name) => place.usable.includes(name)))
      .map(({ name }) => `${place.text}.${name}(${newOf(type)})`),
  );
  return swaps.length === 0 ? undefined : scope.random.pick(swaps);
}

/** A variable that is consumed now. */
function take(
  { random }: Scope,
  variables: Variable[],
  fits: (variable: Variable) => boolean,
  taken: readonly string[],
): Variable | undefined {
  const isWild = random.chance(wild);
  const candidates = variables.filter(
    (variable) =>
      fits(variable) &&
      variable.name !== 'this' &&
      isLinear(variable.type) &&
      (isWild ||
        (!variable.isKept &&
          !taken.includes(variable.name) &&
          variable.usable.length === variable.type.capabilities.length)),
  );
  if (candidates.length === 0 || random.chance(0.3)) return undefined;
  const found = random.pick(candidates);
  if (!random.chance(wild)) variables.splice(variables.indexOf(found), 1);
  return found;
}

function declare(scope: Scope, variables: Variable[]): readonly string[] {
  const { random } = scope;
  if (scope.classes.length === 0) return [];
  const name = fresh(scope);
  const moved = random.chance(0.4) ? take(scope, variables, () => true, []) : undefined;
  const made = random.pick(scope.classes);
  const type = moved?.type ?? made;
  const base = type.superclass !== undefined && random.chance(0.4) ? type.superclass : type;
  variables.push({ name, type: base, usable: namesOf(base), isKept: false });
  const value = moved === undefined ? newOf(type) : `consume ${moved.name}`;
  return [`let ${name}${base === type ? '' : ` : ${base.name}`} = ${value};`];
}

/** A part is taken out of its field and another put in at once, so that the field is always set. */
function exchange(scope: Scope): readonly string[] {
  const { random } = scope;
  const isWild = random.chance(wild);
  const candidates = scope.variables.flatMap(({ name, type, usable }) =>
    type.fields.flatMap((field) =>
      field.type !== 'int' &&
      !field.isConst &&
      isLinear(field.type) &&
      (isWild || field.capabilities.some((each) => usable.includes(each)))
        ? [{ target: `${name}.${field.name}`, type: field.type }]
        : [],
    ),
  );
  if (candidates.length === 0) return useField(scope);
  const { target, type } = random.pick(candidates);
  const taken = fresh(scope);
  const uses = type.fields.flatMap((field) =>
    field.type === 'int' ? [`sink(${taken}.${field.name});`] : [],
  );
  return [`let ${taken} = consume ${target};`, `${target} := ${newOf(type)};`, ...uses.slice(0, 1)];
}

function assign(scope: Scope, variables: Variable[]): readonly string[] {
  const { random } = scope;
  const isWild = random.chance(0.2);
  const targets = variables.filter(({ isKept, name }) => (!isKept || isWild) && name !== 'this');
  if (targets.length === 0) return useField(scope);
  const { name, type } = random.pick(targets);
  const moved = take(scope, variables, (each) => each.type === type && each.name !== name, [name]);
  return [`${name} := ${moved === undefined ? newOf(type) : `consume ${moved.name}`};`];
}

function alias(scope: Scope, variables: Variable[]): readonly string[] {
  const { random } = scope;
  const owners = placesOf(scope);
  if (owners.length === 0) return [];
  const place = random.pick(owners);
  const name = fresh(scope);
  const owner = variables.find((variable) => variable.name === place.root);
  if (owner !== undefined && !random.chance(wild * 4)) {
    owner.usable = owner.usable.filter((each) => !isLinearCapability(owner.type, each));
  }
  const usable = place.usable.filter((each) => !isLinearCapability(place.type, each));
  variables.push({ name, type: place.type, usable, isKept: true });
  const other = owners.find(({ type, text }) => type === place.type && text !== place.text);
  const value =
    other !== undefined && random.chance(wild * 4)
      ? `if toss() { ${place.text} } else { ${other.text} }`
      : place.text;
  return [`let ${name} = ${value};`];
}

function branch(scope: Scope, variables: Variable[]): readonly string[] {
  const then = inner(scope, variables);
  const otherwise = inner(scope, variables);
  return [
    'if toss() {',
    ...indent(randomStatements(then, 1 + scope.random.below(2))),
    '} else {',
    ...indent(randomStatements(otherwise, 1)),
    '}',
  ];
}

function loop(scope: Scope, variables: Variable[]): readonly string[] {
  const body = { ...inner(scope, variables), times: scope.times * 2 };
  const lines = indent(randomStatements(body, 1 + scope.random.below(3)));
  return [`for (${fresh(scope)} in 0..2) {`, ...lines, '}'];
}

/** Variables from around are not consumed inside, mostly. */
function inner(scope: Scope, variables: readonly Variable[]): Scope {
  const isKept = !scope.random.chance(wild);
  return {
    ...scope,
    depth: scope.depth - 1,
    variables: variables.map((each) => ({ ...each, isKept: each.isKept || isKept })),
  };
}

/** Each exclusive capability goes to one of the threads; what may be shared goes to all. */
function tasks(scope: Scope, variables: Variable[]): readonly string[] {
  const { random } = scope;
  const count = 2 + random.below(2);
  const isLooped = random.chance(0.2);
  const isWild = random.chance(wild);
  const slips = (): boolean => isWild && random.chance(0.3);
  const threads = Array.from({ length: count }, (_, index) => ({
    ...inner(scope, variables),
    mayStart: index === 0,
  }));
  const shares = threads.map((thread) => thread.variables);
  for (const [index, { type, usable }] of variables.entries()) {
    const together = hasOverlap(type) && random.chance(0.7) ? random.below(count) : undefined;
    for (const name of usable) {
      const isShared =
        !isLinearCapability(type, name) && ['read', 'locked'].includes(modeOf(type, name) ?? '');
      const mine = together ?? random.below(count);
      for (const [thread, share] of shares.entries()) {
        const variable = share[index];
        if (variable === undefined || thread === mine || slips()) continue;
        if (isShared && together === undefined) continue;
        variable.usable = variable.usable.filter((each) => each !== name);
      }
    }
    for (const share of shares.slice(1)) {
      const variable = share[index];
      if (variable !== undefined && !slips()) {
        variable.usable = crossingOf(type, variable.usable);
      }
    }
    const looped = shares[1]?.[index];
    if (isLooped && looped !== undefined && !slips()) {
      looped.usable = looped.usable.filter((each) => !isLinearCapability(type, each));
    }
  }
  const [current, ...others] = threads.map((thread) =>
    indent(randomStatements(thread, 1 + random.below(3))),
  );
  const blocks = others.map((lines) => indent(['async {', ...lines, '}']));
  const whole = isLooped ? ['for (step in 0..2) {', ...(blocks[0] ?? []), '}'] : (blocks[0] ?? []);
  const mine = current ?? [];
  // Mostly the tasks start first; blocks that the statements open stay whole.
  const split = random.chance(0.3) ? random.below(mine.length + 1) : 0;
  const at = mine
    .slice(0, split)
    .findLastIndex((line) => /^ {2}\S/.test(line) && line.endsWith(';'));
  const tail = [...blocks.slice(1).flat(), ...mine.slice(at + 1)];
  return ['finish {', ...mine.slice(0, at + 1), ...whole, ...tail, '}'];
}

function placesOf({ variables, isMethod }: Scope): readonly Place[] {
  return variables.flatMap((variable) => {
    const { name, type } = variable;
    const visible = ({ usable, ...rest }: Place): Place => ({
      ...rest,
      usable: isMethod
        ? usable
        : usable.filter((each) => modeOf(rest.type, each) !== 'subordinate'),
    });
    const whole: Place = { text: name, type, usable: variable.usable, root: name };
    const parts = type.fields.flatMap((field): readonly Place[] => {
      if (field.type === 'int') return [];
      const through = field.capabilities.filter((each) => variable.usable.includes(each));
      if (through.length === 0) return [];
      const part = field.type;
      const isShared = through.some((each) =>
        ['read', 'locked'].includes(modeOf(type, each) ?? ''),
      );
      const usable = namesOf(part).filter((each) => !isShared || !isLinearCapability(part, each));
      return [{ text: `${name}.${field.name}`, type: part, usable, root: name }];
    });
    return [whole, ...parts].map(visible);
  });
}

function fresh({ counter }: Scope): string {
  counter.names += 1;
  return `v${counter.names}`;
}

export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
