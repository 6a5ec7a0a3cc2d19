/** The mirror of the runtime's header in src/llvm/runtime-abi.ts, against the header. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { runtimeFunctions as functionsByName } from '../../src/ir/runtime-functions.ts';
import type { AbiType, RuntimeSignature } from '../../src/llvm/runtime-abi.ts';
import { programMain, runtimeFunctions } from '../../src/llvm/runtime-abi.ts';
import type { Type } from '../../src/sema/type.ts';

const header = readFileSync('runtime/include/bolt.h', 'utf8')
  .replaceAll(/\/\*[\s\S]*?\*\//g, '')
  .replaceAll(/ __attribute__\(\(format[^;]*/g, '');
const prototypes = [
  ...header.matchAll(
    /^(_Noreturn )?([\w ]+?[ *]+)(bolt_\w+)\(([^;{]*)\)[^;{}()]*(?:\(\([^;]*\)\))?;/gm,
  ),
];

test('every prototype of the header is mirrored with its types', (t) => {
  const read = prototypes
    .filter((match) => match[3] !== programMain)
    .map((match): [string, RuntimeSignature] => {
      const [, noreturn, result = '', name = '', parameters = ''] = match;
      const list = splitParameters(parameters);
      const types = list.filter((each) => each !== '...').map(abiType);
      return [
        name,
        {
          result: abiType(`${result.trim()} result`),
          parameters: types,
          ...(list.includes('...') && { variadic: true as const }),
          ...(noreturn !== undefined && { panics: true as const }),
          ...(allocating.has(name) && { allocates: true as const }),
          ...(reading.has(name) && { reads: true as const }),
        },
      ];
    });
  t.deepEqual(
    Object.fromEntries(read.sort()),
    Object.fromEntries([...Object.entries(runtimeFunctions), ...calledByName()].sort()),
  );
});

test('the header asks the program for its main', (t) => {
  t.true(header.includes(`int32_t ${programMain}(void);`));
});

const reading: ReadonlySet<string> = new Set([
  'bolt_is_instance',
  'bolt_string_compare',
  'bolt_string_equal',
  'bolt_string_hash',
]);

const allocating: ReadonlySet<string> = new Set(['bolt_new', 'bolt_array_new']);

/** The functions of src/ir/runtime-functions.ts as C declares them. */
function calledByName(): readonly [string, RuntimeSignature][] {
  return Object.values(functionsByName).map(({ symbol, parameters, result, mayPanic }) => {
    const isText = result.kind === 'string';
    const types: AbiType[] = [
      ...(isText ? (['string*'] as const) : []),
      ...parameters.map(abiTypeOf),
      ...(mayPanic ? (['site*'] as const) : []),
    ];
    return [symbol, { result: isText ? 'void' : abiTypeOf(result), parameters: types }];
  });
}

function abiTypeOf(type: Type): AbiType {
  switch (type.kind) {
    case 'string':
      return 'string*';
    case 'char':
      return 'i32';
    case 'int':
      return type.bits === 64 ? 'i64' : 'i32';
    case 'float':
      return type.bits === 64 ? 'f64' : 'f32';
    case 'void':
      return 'void';
    default:
      throw new Error(`No C type for ${type.kind}`);
  }
}

/** Commas inside a function pointer's own list do not separate. */
function splitParameters(text: string): readonly string[] {
  if (text.trim() === 'void') return [];
  return text.split(/,(?![^(]*\))/).map((each) => each.replaceAll(/\s+/g, ' ').trim());
}

function abiType(parameter: string): AbiType {
  if (parameter.includes('(*')) return 'task*';
  const type = parameter.replace('const ', '').replace(/\w+$/, '').replaceAll(' ', '');
  const known: Readonly<Record<string, AbiType>> = {
    void: 'void',
    int32_t: 'i32',
    uint32_t: 'i32',
    int64_t: 'i64',
    uint64_t: 'i64',
    float: 'f32',
    double: 'f64',
    'void*': 'pointer',
    'char*': 'pointer',
    'bolt_class*': 'pointer',
    'bolt_site*': 'site*',
    'bolt_string*': 'string*',
    'bolt_finish*': 'finish*',
  };
  const found = known[type];
  if (found === undefined) throw new Error(`Unknown C type in bolt.h: ${parameter}`);
  return found;
}
