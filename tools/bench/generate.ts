/**
 * The benchmark's program, of M modules by F functions, in Bolt, C, Go and Rust: the same functions with the
 * same bodies, over structs of 64-bit integers, so that all print the same. Module `hub` is used by every other one.
 */

export interface Size {
  readonly modules: number;
  readonly functions: number;
}

/** What an edit changes, relative to the original program. */
export interface Variant {
  /** Added in the body of one function of the last module. */
  readonly leafConstant: number;
  /** Added in the body of the hub's first function. */
  readonly hubConstant: number;
  /** Comment lines in front of the hub's first function. */
  readonly hubCommentLines: number;
  /** Whether a comment stands at the end of a line of the hub's first function: it moves no token. */
  readonly hubTrailingComment: boolean;
  /** Parameters of the hub's first function, which one function of each module calls: 1 or 2. */
  readonly hubArity: 1 | 2;
}

export const original: Variant = {
  leafConstant: 0,
  hubConstant: 0,
  hubCommentLines: 0,
  hubTrailingComment: false,
  hubArity: 1,
};

export type Language = 'bolt' | 'c' | 'go' | 'rust';

/** Files of the program by path. */
export function generateProgram(
  language: Language,
  size: Size,
  variant: Variant = original,
): ReadonlyMap<string, string> {
  const writer = writers[language];
  const files = new Map<string, string>(writer.project(size));
  files.set(writer.path('hub'), writer.module('hub', hubFunctions(size, variant), [], size));
  for (let index = 0; index < size.modules; index += 1) {
    const name = moduleName(index);
    const uses = index === 0 ? ['hub'] : ['hub', moduleName(index - 1)];
    const functions = moduleFunctions(index, size, variant);
    files.set(writer.path(name), writer.module(name, functions, uses, size));
  }
  files.set(writer.mainPath, writer.main(size));
  return files;
}

/** Lines of all source files together. */
export function countLines(files: ReadonlyMap<string, string>): number {
  return [...files.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0);
}

interface Fn {
  readonly name: string;
  readonly arity: 1 | 2;
  readonly start: number;
  readonly step: number;
  /** Module and function called in the loop, and how many arguments that takes. */
  readonly inner:
    | { readonly module: string; readonly name: string; readonly arity: 1 | 2 }
    | undefined;
  /** Called behind a condition that does not hold at run time: a dependency that costs nothing. */
  readonly guarded: { readonly module: string; readonly name: string } | undefined;
  readonly commentLines: number;
  readonly trailingComment: boolean;
}

function hubFunctions({ functions }: Size, variant: Variant): readonly Fn[] {
  return Array.from({ length: functions }, (_, index) => ({
    name: `h${index}`,
    arity: index === 0 ? variant.hubArity : 1,
    start: index + (index === 0 ? variant.hubConstant : 0),
    step: index + 3,
    inner: undefined,
    guarded: undefined,
    commentLines: index === 0 ? variant.hubCommentLines : 0,
    trailingComment: index === 0 && variant.hubTrailingComment,
  }));
}

function moduleFunctions(module: number, size: Size, variant: Variant): readonly Fn[] {
  const isLeaf = module === size.modules - 1;
  return Array.from({ length: size.functions }, (_, index) => ({
    name: `f${index}`,
    arity: 1,
    start: module + index + (isLeaf && index === 0 ? variant.leafConstant : 0),
    step: index + 1,
    inner: { module: 'hub', name: `h${index}`, arity: index === 0 ? variant.hubArity : 1 },
    guarded: module === 0 ? undefined : { module: moduleName(module - 1), name: `f${index}` },
    commentLines: 0,
    trailingComment: false,
  }));
}

function moduleName(index: number): string {
  return `m${index}`;
}

interface Writer {
  readonly mainPath: string;
  project(size: Size): Iterable<[string, string]>;
  path(module: string): string;
  module(name: string, functions: readonly Fn[], uses: readonly string[], size: Size): string;
  main(size: Size): string;
}

function comments(fn: Fn): string {
  return '// A remark about the function below.\n'.repeat(fn.commentLines);
}

function innerArguments(arity: 1 | 2, one = '1'): string {
  return arity === 1 ? 'j' : `j, ${one}`;
}

function moduleNames(size: Size): readonly string[] {
  return Array.from({ length: size.modules }, (_, index) => moduleName(index));
}

const bolt: Writer = {
  mainPath: 'src/main.bolt',
  project: () => [['bolt.toml', '[package]\nname = "bench"\nversion = "0.1.0"\n']],
  path: (module) => `src/${module}.bolt`,
  module(_name, functions, uses, size) {
    const imports = uses.map((use) => `import ${use};\n`).join('');
    const bodies = functions.map(
      (
        fn,
      ) => `${comments(fn)}public function i64 ${fn.name}(i64 n${fn.arity === 2 ? ', i64 k' : ''}) {
  let s = Sums(total: n % 1009 + ${fn.start}, step: ${fn.step});${fn.trailingComment ? ' // a remark' : ''}
  for (let j = 0i64; j < 4; j += 1) {
    if (s.total + j) % 2 == 0 {
      s.total := s.total + ${fn.inner ? `${fn.inner.module}.${fn.inner.name}(${innerArguments(fn.inner.arity)})` : 's.step'}
    } else {
      s.total := s.total - s.step
    };
    s.total := (s.total * 31 + j) % 10007
  };
  ${fn.guarded ? `if n > 1000000 { s.total := s.total + ${fn.guarded.module}.${fn.guarded.name}(n - 1) };` : 'if n > 1000000 { s.total := 0 };'}
  s.total${fn.arity === 2 ? ' + k - k' : ''}
}
`,
    );
    const sums = 'struct Sums { i64 total; i64 step }\n';
    const run = `public function i64 run(i64 n) {\n  ${sum(functions, (fn) => call(fn))}\n}\n`;
    return `${imports}\n${sums}\n${bodies.join('\n')}${uses.length > 0 || size.modules === 0 ? `\n${run}` : ''}`;
  },
  main: (size) =>
    `${moduleNames(size)
      .map((name) => `import ${name};\n`)
      .join('')}
void main() {
  let total = 0i64;
${moduleNames(size)
  .map((name, index) => `  total := (total + ${name}.run(${index})) % 1000003;\n`)
  .join('')}  printf("%d\\n", total)
}
`,
};

const c: Writer = {
  mainPath: 'main.c',
  *project(size) {
    yield ['hub.h', cHeader('hub', size)];
    const objects = ['hub', ...moduleNames(size), 'main'];
    yield [
      'build.ninja',
      `rule cc\n  command = clang-14 -O0 -c -MMD -MF $out.d $in -o $out\n  depfile = $out.d\n  deps = gcc\n` +
        `rule link\n  command = clang-14 -fuse-ld=lld @$out.rsp -o $out\n  rspfile = $out.rsp\n  rspfile_content = $in\n` +
        objects.map((name) => `build ${name}.o: cc ${name}.c\n`).join('') +
        `build bench: link ${objects.map((name) => `${name}.o`).join(' ')}\n`,
    ];
  },
  path: (module) => `${module}.c`,
  module(name, functions, uses) {
    const header = uses.map((use) => (use === 'hub' ? '#include "hub.h"\n' : '')).join('');
    const guarded = functions.flatMap((fn) =>
      fn.guarded ? [`int64_t ${fn.guarded.module}_${fn.guarded.name}(int64_t n);\n`] : [],
    );
    const bodies = functions.map(
      (
        fn,
      ) => `${comments(fn)}int64_t ${name}_${fn.name}(int64_t n${fn.arity === 2 ? ', int64_t k' : ''}) {
  sums s = {n % 1009 + ${fn.start}, ${fn.step}};${fn.trailingComment ? ' // a remark' : ''}
  for (int64_t j = 0; j < 4; j += 1) {
    if ((s.total + j) % 2 == 0) {
      s.total = s.total + ${fn.inner ? `${fn.inner.module}_${fn.inner.name}(${innerArguments(fn.inner.arity, '1L')})` : 's.step'};
    } else {
      s.total = s.total - s.step;
    }
    s.total = (s.total * 31 + j) % 10007;
  }
  ${fn.guarded ? `if (n > 1000000) { s.total = s.total + ${fn.guarded.module}_${fn.guarded.name}(n - 1); }` : 'if (n > 1000000) { s.total = 0; }'}
  return s.total${fn.arity === 2 ? ' + k - k' : ''};
}
`,
    );
    const run = `int64_t ${name}_run(int64_t n) {\n  return ${sum(functions, (fn) => `${name}_${call(fn)}`)};\n}\n`;
    const sums = 'typedef struct { int64_t total, step; } sums;\n';
    return `#include <stdint.h>\n${header}${guarded.join('')}${sums}\n${bodies.join('\n')}${uses.length > 0 ? `\n${run}` : ''}`;
  },
  main: (size) =>
    `#include <stdint.h>\n#include <stdio.h>\n${moduleNames(size)
      .map((name) => `int64_t ${name}_run(int64_t n);\n`)
      .join('')}
int main(void) {
  int64_t total = 0;
${moduleNames(size)
  .map((name, index) => `  total = (total + ${name}_run(${index})) % 1000003;\n`)
  .join('')}  printf("%ld\\n", total);
  return 0;
}
`,
};

function cHeader(name: string, size: Size): string {
  return Array.from(
    { length: size.functions },
    (_, index) => `int64_t ${name}_h${index}();\n`,
  ).join('');
}

const go: Writer = {
  mainPath: 'main.go',
  project: () => [['go.mod', 'module bench\n\ngo 1.19\n']],
  path: (module) => `${module}/${module}.go`,
  module(name, functions, uses) {
    const imports = uses.map((use) => `import "bench/${use}"\n`).join('');
    const bodies = functions.map(
      (
        fn,
      ) => `${comments(fn)}func ${title(fn.name)}(n int64${fn.arity === 2 ? ', k int64' : ''}) int64 {
	s := sums{n%1009 + ${fn.start}, ${fn.step}}${fn.trailingComment ? ' // a remark' : ''}
	for j := int64(0); j < 4; j += 1 {
		if (s.total+j)%2 == 0 {
			s.total = s.total + ${fn.inner ? `${fn.inner.module}.${title(fn.inner.name)}(${innerArguments(fn.inner.arity)})` : 's.step'}
		} else {
			s.total = s.total - s.step
		}
		s.total = (s.total*31 + j) % 10007
	}
	${fn.guarded ? `if n > 1000000 { s.total = s.total + ${fn.guarded.module}.${title(fn.guarded.name)}(n - 1) }` : 'if n > 1000000 { s.total = 0 }'}
	return s.total${fn.arity === 2 ? ' + k - k' : ''}
}
`,
    );
    const run = `func Run(n int64) int64 {\n\treturn ${sum(functions, (fn) => title(call(fn)))}\n}\n`;
    const sums = 'type sums struct{ total, step int64 }\n';
    return `package ${name}\n\n${imports}\n${sums}\n${bodies.join('\n')}${uses.length > 0 ? `\n${run}` : ''}`;
  },
  main: (size) =>
    `package main\n\nimport "fmt"\n${moduleNames(size)
      .map((name) => `import "bench/${name}"\n`)
      .join('')}
func main() {
	total := int64(0)
${moduleNames(size)
  .map((name, index) => `\ttotal = (total + ${name}.Run(${index})) % 1000003\n`)
  .join('')}	fmt.Println(total)
}
`,
};

const rust: Writer = {
  mainPath: 'src/main.rs',
  project: () => [
    ['Cargo.toml', '[package]\nname = "bench"\nversion = "0.1.0"\nedition = "2021"\n'],
  ],
  path: (module) => `src/${module}.rs`,
  module(_name, functions, uses) {
    const imports = uses.map((use) => `use crate::${use};\n`).join('');
    const bodies = functions.map(
      (fn) => `${comments(fn)}pub fn ${fn.name}(n: i64${fn.arity === 2 ? ', k: i64' : ''}) -> i64 {
    let mut s = Sums { total: n % 1009 + ${fn.start}, step: ${fn.step} };${fn.trailingComment ? ' // a remark' : ''}
    let mut j = 0;
    while j < 4 {
        if (s.total + j) % 2 == 0 {
            s.total = s.total + ${fn.inner ? `${fn.inner.module}::${fn.inner.name}(${innerArguments(fn.inner.arity)})` : 's.step'};
        } else {
            s.total = s.total - s.step;
        }
        s.total = (s.total * 31 + j) % 10007;
        j += 1;
    }
    ${fn.guarded ? `if n > 1000000 { s.total = s.total + ${fn.guarded.module}::${fn.guarded.name}(n - 1); }` : 'if n > 1000000 { s.total = 0; }'}
    s.total${fn.arity === 2 ? ' + k - k' : ''}
}
`,
    );
    const run = `pub fn run(n: i64) -> i64 {\n    ${sum(functions, (fn) => call(fn))}\n}\n`;
    const sums = 'struct Sums { total: i64, step: i64 }\n';
    return `${imports}\n${sums}\n${bodies.join('\n')}${uses.length > 0 ? `\n${run}` : ''}`;
  },
  main: (size) =>
    `#![allow(unused)]\nmod hub;\n${moduleNames(size)
      .map((name) => `mod ${name};\n`)
      .join('')}
fn main() {
    let mut total = 0;
${moduleNames(size)
  .map((name, index) => `    total = (total + ${name}::run(${index})) % 1000003;\n`)
  .join('')}    println!("{}", total);
}
`,
};

const writers: Readonly<Record<Language, Writer>> = { bolt, c, go, rust };

function sum(functions: readonly Fn[], print: (fn: Fn) => string): string {
  return functions.map(print).join(' + ');
}

function call(fn: Fn): string {
  return `${fn.name}(${fn.arity === 1 ? 'n' : 'n, 1'})`;
}

/** Go exports names that start with a capital. */
function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
