/**
 * A small project that random edits lead from state to state: correct ones, wrong ones, broken ones. A
 * module is a list of imports and a list of declarations, each a text of its own.
 */
import type { Random } from './random.ts';

export interface ModuleText {
  readonly imports: readonly string[];
  readonly declarations: readonly string[];
  /** What the file is cut to, as an editor in the middle of a save leaves it. */
  readonly cutAt?: number;
}

/** Modules by name. */
export type ProjectText = ReadonlyMap<string, ModuleText>;

export function initialProject(random: Random, moduleCount: number): ProjectText {
  const names = Array.from({ length: moduleCount }, (_, index) => `m${index}`);
  const modules = names.map((name, index): [string, ModuleText] => {
    const others = names.filter((other) => other !== name);
    return [
      name,
      {
        imports: others.map(importOf),
        declarations: [
          `public function int f0(int n) {\n  let a = n % ${random.below(40) + 1};\n  if a > ${index} { a * 2 } else { a - 1 }\n}`,
          `public function int f1(int n) {\n  if n > 1000 { ${random.pick(others)}.f0(n - 1) } else { n / (n + 1) }\n}`,
          'public class C0 {\n  capability local Own;\n  var int value : Own;\n  int get(int more) : Own { this.value + more }\n}',
          'public class Box0<T> {\n  capability local Own;\n  var T item : Own;\n  T get() : Own { this.item }\n}',
          'public function int f2(int n) {\n  let c = new C0(value: n);\n  c.get(3)\n}',
          'public function int f3(int n) {\n  let b = new Box0<int>(item: n + 4);\n  b.get()\n}',
          'public function T g0<T>(T x) { x }',
        ],
      },
    ];
  });
  const sum = names.map((name, index) => `${name}.f${index % 4}(1)`).join(' + ');
  const main = {
    imports: names.map(importOf),
    declarations: [`void main() {\n  printf("%d\\n", ${sum})\n}`],
  };
  return new Map([...modules, ['main', main]]);
}

/** Source files by path. */
export function filesOf(project: ProjectText): ReadonlyMap<string, string> {
  const files = new Map([['bolt.toml', '[package]\nname = "fuzz"\nversion = "0.1.0"\n']]);
  for (const [name, { imports, declarations, cutAt }] of project) {
    const text = `${imports.join('\n')}\n\n${declarations.join('\n\n')}\n`;
    files.set(`src/${name}.bolt`, cutAt === undefined ? text : text.slice(0, cutAt));
  }
  return files;
}

export interface Edit {
  readonly title: string;
  readonly project: ProjectText;
}

/** One random edit. `history`: earlier states to go back to. */
export function editProject(
  random: Random,
  project: ProjectText,
  history: readonly ProjectText[],
): Edit {
  const edit = random.pick(edits);
  const name = random.pick([...project.keys()]);
  const module = project.get(name);
  if (random.chance(0.25) && history.length > 0) {
    return { title: 'revert', project: random.pick(history) };
  }
  if (module === undefined) return { title: 'nothing', project };
  return { title: `${edit.name} in ${name}`, project: edit({ random, project, name, module }) };
}

interface Target {
  readonly random: Random;
  readonly project: ProjectText;
  readonly name: string;
  readonly module: ModuleText;
}

const edits: readonly ((target: Target) => ProjectText)[] = [
  changeLiteral,
  changeLiteral,
  changeLiteral,
  insertDeclaration,
  deleteDeclaration,
  renameDeclaration,
  moveDeclaration,
  duplicateDeclaration,
  commentAbove,
  commentBehind,
  reformat,
  changeType,
  changeCallee,
  togglePublic,
  addImport,
  dropImport,
  renameModule,
  deleteModule,
  addModule,
  cutFile,
  mend,
];

function withModule({ project, name }: Target, module: ModuleText): ProjectText {
  return new Map(project).set(name, module);
}

function withDeclarations(target: Target, declarations: readonly string[]): ProjectText {
  return withModule(target, { ...target.module, declarations });
}

/** Replaces one declaration by what `change` makes of it. */
function changeOne(target: Target, change: (text: string) => string): ProjectText {
  const { declarations } = target.module;
  if (declarations.length === 0) return target.project;
  const index = target.random.below(declarations.length);
  return withDeclarations(
    target,
    declarations.map((text, at) => (at === index ? change(text) : text)),
  );
}

function changeLiteral(target: Target): ProjectText {
  return changeOne(target, (text) =>
    text.replace(/\b\d+\b(?![^\n]*")/, () => String(target.random.below(50))),
  );
}

function insertDeclaration(target: Target): ProjectText {
  const { declarations } = target.module;
  const at = target.random.below(declarations.length + 1);
  const text = newDeclaration(target.random, [...target.project.keys()]);
  return withDeclarations(target, declarations.toSpliced(at, 0, text));
}

function deleteDeclaration(target: Target): ProjectText {
  const { declarations } = target.module;
  if (declarations.length === 0) return target.project;
  return withDeclarations(
    target,
    declarations.toSpliced(target.random.below(declarations.length), 1),
  );
}

function renameDeclaration(target: Target): ProjectText {
  return changeOne(target, (text) =>
    text.replace(/\b(f|C)\d\b/, (found) => found.charAt(0) + target.random.below(4)),
  );
}

function moveDeclaration(target: Target): ProjectText {
  const { declarations } = target.module;
  if (declarations.length < 2) return target.project;
  const from = target.random.below(declarations.length);
  const text = declarations[from] ?? '';
  const rest = declarations.toSpliced(from, 1);
  return withDeclarations(target, rest.toSpliced(target.random.below(rest.length + 1), 0, text));
}

function duplicateDeclaration(target: Target): ProjectText {
  const { declarations } = target.module;
  if (declarations.length === 0) return target.project;
  return withDeclarations(target, [...declarations, target.random.pick(declarations)]);
}

function commentAbove(target: Target): ProjectText {
  return changeOne(target, (text) => `// remark ${target.random.below(9)}\n${text}`);
}

function commentBehind(target: Target): ProjectText {
  return changeOne(target, (text) =>
    text.replace(/\n|$/, (end) => ` // ${target.random.below(9)}${end}`),
  );
}

function reformat(target: Target): ProjectText {
  return changeOne(target, (text) =>
    target.random.chance(0.5) ? text.replaceAll('\n  ', '\n      ') : text.replace('{', '{\n'),
  );
}

function changeType(target: Target): ProjectText {
  return changeOne(target, (text) =>
    text.replace(/\b(int|i64|bool)\b/, () => target.random.pick(['int', 'i64', 'bool', 'C0'])),
  );
}

function changeCallee(target: Target): ProjectText {
  return changeOne(target, (text) =>
    text.replace(/\bm\d\.f\d\(/, () => `m${target.random.below(6)}.f${target.random.below(4)}(`),
  );
}

function togglePublic(target: Target): ProjectText {
  return changeOne(target, (text) =>
    text.startsWith('public ') ? text.slice('public '.length) : `public ${text}`,
  );
}

function addImport(target: Target): ProjectText {
  const text = importOf(target.random.pick([...target.project.keys()]));
  return withModule(target, { ...target.module, imports: [...target.module.imports, text] });
}

function dropImport(target: Target): ProjectText {
  const { imports } = target.module;
  if (imports.length === 0) return target.project;
  return withModule(target, {
    ...target.module,
    imports: imports.toSpliced(target.random.below(imports.length), 1),
  });
}

function renameModule({ random, project, name, module }: Target): ProjectText {
  if (name === 'main') return project;
  const renamed = new Map(project);
  renamed.delete(name);
  return renamed.set(`m${random.below(8)}`, module);
}

function deleteModule({ project, name }: Target): ProjectText {
  if (name === 'main' || project.size < 3) return project;
  const rest = new Map(project);
  rest.delete(name);
  return rest;
}

function addModule({ random, project }: Target): ProjectText {
  const names = [...project.keys()];
  const declarations = [newDeclaration(random, names), newDeclaration(random, names)];
  return new Map(project).set(`m${random.below(8)}`, { imports: [], declarations });
}

function cutFile(target: Target): ProjectText {
  return withModule(target, { ...target.module, cutAt: target.random.below(300) });
}

/** Makes a cut file whole again. */
function mend(target: Target): ProjectText {
  const { imports, declarations } = target.module;
  return withModule(target, { imports, declarations });
}

function importOf(module: string): string {
  return `import ${module};`;
}

function newDeclaration(random: Random, modules: readonly string[]): string {
  const number = random.below(4);
  const callee = `${random.pick(modules.filter((name) => name !== 'main'))}.f${random.below(4)}`;
  return random.pick([
    `public function int f${number}(int n) {\n  let a = n % ${random.below(40) + 1};\n  if a > ${random.below(40)} { a * 2 } else { a - 1 }\n}`,
    `public function int f${number}(int n) {\n  if n > 1000 { ${callee}(n - 1) } else { n / (n + ${random.below(9)}) }\n}`,
    `public function int f${number}(int n) {\n  let sum = 0;\n  for (let i = 0; i < n; i += 1) { sum := sum + i * ${random.below(9)} };\n  sum\n}`,
    `public class C${number} {\n  capability local Own;\n  var int value : Own;\n  int get(int more) : Own { this.value + more * ${random.below(9)} }\n}`,
    `public class C${number} extends C${random.below(4)} {\n  var int extra : Own;\n  int get(int more) : Own { this.extra - more }\n}`,
    `public class Box${number}<T> {\n  capability local Own;\n  var T item : Own;\n  T get() : Own { this.item }\n}`,
    `public function int f${number}(int n) {\n  let c = new C${random.below(4)}(value: n);\n  c.get(${random.below(9)})\n}`,
    `public function int f${number}(int n) {\n  let b = new Box${random.below(4)}<int>(item: n + ${random.below(9)});\n  b.get()\n}`,
    `public function T g${number}<T>(T x) { x }`,
    `public function int f${number}(int n) { g${random.below(4)}(n) + g${random.below(4)}<int>(${random.below(9)}) }`,
  ]);
}
