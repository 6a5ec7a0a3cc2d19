/** A random concurrent program: a module with classes of all modes, functions, and a public function `run`. */
import type { Scope, Variable } from './races-body.ts';
import { indent, randomRun, randomStatements } from './races-body.ts';
import type {
  CallableModel,
  Capability,
  ClassModel,
  FieldModel,
  Mode,
  ParameterModel,
  ValueType,
} from './races-model.ts';
import { isLinear, modeOf, namesOf } from './races-model.ts';
import { witnessesOf } from './races-witness.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';

/** `linear` and `locked` are what concurrent programs are made of. */
const weights: readonly (readonly [Mode, number])[] = [
  ['linear', 16],
  ['locked', 8],
  ['read', 4],
  ['local', 2],
  ['subordinate', 1],
];
const modes = weights.flatMap(([mode, weight]) => Array.from({ length: weight }, () => mode));

interface Program {
  readonly random: Random;
  readonly classes: ClassModel[];
  readonly functions: CallableModel[];
  readonly texts: string[];
  level: number;
}

export function randomProgram(seed: number): string {
  const random = createRandom(seed);
  const program: Program = { random, classes: [], functions: [], texts: [], level: 1 };
  const count = 2 + random.below(3);
  for (let index = 0; index < count; index += 1) {
    addClass(program, index);
    if (index === 0 && random.chance(0.5)) addBox(program);
  }
  if (random.chance(0.5)) addWitnesses(program);
  const functionCount = 1 + random.below(3);
  for (let index = 0; index < functionCount; index += 1) addFunction(program, index);
  program.texts.push(
    'function void sink(int n) {}',
    'function bool toss() { true }',
    ...callable(program, {
      head: 'public function void run()',
      variables: [],
      isMethod: false,
      holdsLock: false,
      first: [],
      size: 'run',
    }).lines,
  );
  return `${program.texts.join('\n')}\n`;
}

function addWitnesses({ classes, functions, texts }: Program): void {
  for (const [index, type] of classes.entries()) {
    for (const { text, model } of witnessesOf(type, `w${index}`)) {
      texts.push(text);
      functions.push(model);
    }
  }
}

function addClass(program: Program, index: number): void {
  const { random, classes, texts } = program;
  const name = `C${index}`;
  const candidates = classes.filter((each) => !each.name.includes('<'));
  const superclass =
    candidates.length > 0 && random.chance(0.45) ? random.pick(candidates) : undefined;
  const own = ownCapabilities(random, index, superclass === undefined ? 1 : 0);
  const capabilities = [...(superclass?.capabilities ?? []), ...own];
  const fields = ownFields(program, index, capabilities, own);
  const type: ClassModel = {
    name,
    superclass,
    capabilities,
    fields: [...(superclass?.fields ?? []), ...fields],
    methods: [...(superclass?.methods ?? [])],
  };
  const lines = fields.map(printField);
  const clause = own.map(({ mode, name: capability }) => `${mode} ${capability}`).join(', ');
  if (clause !== '') lines.unshift(`capability ${clause};`);
  if (superclass !== undefined) {
    const inherited = superclass.methods[random.below(superclass.methods.length)];
    if (inherited !== undefined && random.chance(0.8)) {
      lines.push(...overriding(program, type, { inherited, own }));
    }
  }
  const count = 1 + random.below(3);
  for (let each = 0; each < count; each += 1) lines.push(...method(program, type, index, each));
  const heading = `class ${name}${superclass === undefined ? '' : ` extends ${superclass.name}`} {`;
  texts.push([heading, ...indent(lines), '}'].join('\n'));
  classes.push(type);
}

function ownCapabilities(random: Random, index: number, least: number): readonly Capability[] {
  const count = Math.max(least, random.below(4) - (least === 0 ? 1 : 0));
  return Array.from({ length: count }, (_, each) => ({
    name: `K${index}${'abc'[each] ?? 'd'}`,
    mode: random.pick(modes),
  }));
}

/** A field for each new capability, and sometimes one that belongs to two. */
function ownFields(
  { random, classes }: Program,
  index: number,
  all: readonly Capability[],
  own: readonly Capability[],
): readonly FieldModel[] {
  const covered = own.length > 0 ? own : all.slice(0, 1);
  const fields = covered.map(({ name, mode }, each): FieldModel => {
    const type: ValueType =
      classes.length > 0 && random.chance(0.45) ? random.pick(classes) : 'int';
    const isConst = mode === 'read' || (type === 'int' && random.chance(0.1));
    return { name: `f${index}${each}`, type, isConst, capabilities: [name] };
  });
  if (all.length > 1 && random.chance(0.3)) {
    const first = random.pick(all).name;
    const second = random.pick(all).name;
    if (first !== second) {
      const type: ValueType =
        classes.length > 0 && random.chance(0.4) ? random.pick(classes) : 'int';
      const capabilities = [first, second];
      fields.push({ name: `s${index}`, type, isConst: random.chance(0.4), capabilities });
    }
  }
  return fields;
}

function printField({ name, type, isConst, capabilities }: FieldModel): string {
  const of = type === 'int' ? 'int' : type.name;
  return `${isConst ? 'const' : 'var'} ${of} ${name} : ${capabilities.join(', ')};`;
}

function method(
  program: Program,
  type: ClassModel,
  index: number,
  each: number,
): readonly string[] {
  const { random } = program;
  const capabilities = namesOf(type).filter(() => random.chance(0.5));
  if (capabilities.length === 0) capabilities.push(random.pick(namesOf(type)));
  const parameters = random.chance(0.35) ? [parameter(program)] : [];
  const part = type.fields.find(
    (field) =>
      field.type !== 'int' &&
      !field.isConst &&
      isLinear(field.type) &&
      field.capabilities.some(
        (name) => capabilities.includes(name) && modeOf(type, name) !== 'read',
      ),
  );
  const name = `m${index}${each}`;
  if (part !== undefined && part.type !== 'int' && random.chance(0.3)) {
    const head = `${part.type.name} ${name}(${part.type.name} x) : ${capabilities.join(', ')}`;
    program.level += 1;
    type.methods.push({
      name,
      capabilities,
      parameters: [{ type: part.type, borrowed: false }],
      result: part.type,
      level: program.level,
      cost: 1,
    });
    const field = `this.${part.name}`;
    return [`${head} { let old = consume ${field}; ${field} := consume x; consume old }`];
  }
  const { lines, model } = methodBody(program, type, { name, capabilities, parameters });
  type.methods.push(model);
  return lines;
}

/** The same parameters, less or other capabilities; its level stays, so that calls still end. */
function overriding(
  program: Program,
  type: ClassModel,
  { inherited, own }: { readonly inherited: CallableModel; readonly own: readonly Capability[] },
): readonly string[] {
  if (inherited.result !== undefined) return [];
  const { random } = program;
  const further = own.filter(() => random.chance(0.5)).map(({ name }) => name);
  const capabilities = [...inherited.capabilities, ...further];
  const { name, parameters } = inherited;
  const { level } = program;
  program.level = inherited.level - 1;
  const { lines, model } = methodBody(program, type, { name, capabilities, parameters });
  program.level = level;
  type.methods.splice(type.methods.indexOf(inherited), 1, model);
  return lines;
}

interface MethodHead {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly parameters: readonly ParameterModel[];
}

function methodBody(
  program: Program,
  type: ClassModel,
  { name, capabilities, parameters }: MethodHead,
): { readonly lines: readonly string[]; readonly model: CallableModel } {
  const self: Variable = { name: 'this', type, usable: capabilities, isKept: true };
  const first = type.fields
    .filter((field) => field.type === 'int' && !field.isConst)
    .filter((field) =>
      field.capabilities.some(
        (each) => capabilities.includes(each) && modeOf(type, each) !== 'read',
      ),
    )
    .slice(0, 2)
    .map((field) => `this.${field.name} += 1;`);
  const { lines, level, cost } = callable(program, {
    head: `void ${name}(${parameters.map(printParameter).join(', ')}) : ${capabilities.join(', ')}`,
    variables: [self, ...parameters.flatMap(variableOf)],
    isMethod: true,
    holdsLock: capabilities.some((each) => modeOf(type, each) === 'locked'),
    first,
    size: program.random.below(4),
  });
  return { lines, model: { name, capabilities, parameters, result: undefined, level, cost } };
}

function addFunction(program: Program, index: number): void {
  const { random, functions, texts } = program;
  const parameters = Array.from({ length: 1 + random.below(2) }, () => parameter(program));
  const name = `g${index}`;
  const { lines, level, cost } = callable(program, {
    head: `function void ${name}(${parameters.map(printParameter).join(', ')})`,
    variables: parameters.flatMap(variableOf),
    isMethod: false,
    holdsLock: false,
    first: [],
    size: 1 + random.below(3),
  });
  functions.push({ name, capabilities: [], parameters, result: undefined, level, cost });
  texts.push(...lines);
}

function parameter({ random, classes }: Program): ParameterModel {
  if (classes.length === 0 || random.chance(0.2)) return { type: 'int', borrowed: false };
  const type = random.pick(classes);
  const borrowed = random.chance(0.7);
  if (random.chance(0.6)) return { type, borrowed };
  const guard = namesOf(type).filter(() => random.chance(0.6));
  return guard.length === 0 ? { type, borrowed } : { type, borrowed, guard };
}

function printParameter({ type, borrowed, guard }: ParameterModel, index: number): string {
  const of = type === 'int' ? 'int' : type.name;
  return `${borrowed ? 'borrowed ' : ''}${of}${guard === undefined ? '' : `{${guard.join(', ')}}`} p${index}`;
}

function variableOf({ type, borrowed, guard }: ParameterModel, index: number): readonly Variable[] {
  if (type === 'int') return [];
  const usable = guard ?? namesOf(type);
  return [{ name: `p${index}`, type, usable, isKept: borrowed }];
}

interface Callable {
  readonly head: string;
  readonly variables: readonly Variable[];
  readonly isMethod: boolean;
  readonly holdsLock: boolean;
  readonly first: readonly string[];
  /** Statements, or those of `run`. */
  readonly size: number | 'run';
}

function callable(
  program: Program,
  { head, variables, isMethod, holdsLock, first, size }: Callable,
): { readonly lines: readonly string[]; readonly level: number; readonly cost: number } {
  program.level += 1;
  const { random, classes, functions, level } = program;
  const counter = { names: 0, cost: first.length };
  const scope: Scope = {
    random,
    classes,
    functions,
    variables,
    level,
    depth: size === 'run' ? 2 : 1,
    times: 1,
    isMethod,
    mayStart: false,
    holdsLock,
    counter,
  };
  const lines = [...first, ...(size === 'run' ? randomRun(scope) : randomStatements(scope, size))];
  return { lines: [`${head} {`, ...indent(lines), '}'], level, cost: counter.cost };
}

/** A generic container, of numbers and of the class so far. */
function addBox({ random, classes, texts }: Program): void {
  const mode = random.pick(modes);
  texts.push(
    [
      'class Box<T> {',
      `  capability ${mode} Slot;`,
      `  ${mode === 'read' ? 'const' : 'var'} T it : Slot;`,
      ...(mode === 'read'
        ? []
        : [
            '  T swap(T x) : Slot { let old = consume this.it; this.it := consume x; consume old }',
            '  void put(T x) : Slot { this.it := consume x }',
          ]),
      '}',
    ].join('\n'),
  );
  const [item] = classes;
  if (item === undefined) return;
  const capabilities = [{ name: 'Slot', mode }];
  const methods: CallableModel[] = [];
  const field: FieldModel = {
    name: 'it',
    type: item,
    isConst: mode === 'read',
    capabilities: ['Slot'],
  };
  if (mode !== 'read') {
    const common = {
      capabilities: ['Slot'],
      parameters: [{ type: item, borrowed: false }],
      level: 0,
      cost: 1,
    };
    methods.push(
      { ...common, name: 'swap', result: item },
      { ...common, name: 'put', result: undefined },
    );
  }
  classes.push({
    name: `Box<${item.name}>`,
    superclass: undefined,
    capabilities,
    fields: [field],
    methods,
  });
}
