/**
 * The runtime's ABI as generated code sees it: mirrors runtime/include/bolt.h, and a test holds
 * both to each other. Types are named by what they mean; ir-types.ts gives them their LLVM form.
 */

export type AbiType =
  | 'void'
  | 'i32'
  | 'i64'
  | 'f32'
  | 'f64'
  /** An object, a class descriptor, captures or a C string: `i8*`. */
  | 'pointer'
  | 'site*'
  | 'string*'
  | 'finish*'
  /** Code of a task: `void (i8*)*`. */
  | 'task*';

export interface RuntimeSignature {
  readonly result: AbiType;
  readonly parameters: readonly AbiType[];
  readonly variadic?: true;
  /** Never returns; its callers lay the call out of the way. */
  readonly panics?: true;
  /** Returns memory that nothing else refers to. */
  readonly allocates?: true;
  /** Changes nothing and always returns. */
  readonly reads?: true;
}

export type RuntimeFunction =
  | 'bolt_program_args'
  | 'bolt_new'
  | 'bolt_array_new'
  | 'bolt_local_new'
  | 'bolt_is_instance'
  | 'bolt_finish_begin'
  | 'bolt_finish_spawn'
  | 'bolt_finish_end'
  | 'bolt_lock_shared'
  | 'bolt_unlock_shared'
  | 'bolt_lock_exclusive'
  | 'bolt_unlock_exclusive'
  | 'bolt_printf'
  | 'bolt_string_concat'
  | 'bolt_string_compare'
  | 'bolt_string_equal'
  | 'bolt_string_hash'
  | 'bolt_string_to_c'
  | 'bolt_string_from_c'
  | 'bolt_show_i64'
  | 'bolt_show_u64'
  | 'bolt_show_i128'
  | 'bolt_show_u128'
  | 'bolt_show_f64'
  | 'bolt_show_f32'
  | 'bolt_show_bool'
  | 'bolt_show_char'
  | 'bolt_show_object'
  | 'bolt_panic'
  | 'bolt_panic_index'
  | 'bolt_panic_slice'
  | 'bolt_panic_join'
  | 'bolt_panic_null'
  | 'bolt_panic_receiver'
  | 'bolt_panic_field_access'
  | 'bolt_panic_unset_field'
  | 'bolt_panic_unset_element'
  | 'bolt_panic_divide';

/** What the runtime provides. */
export const runtimeFunctions: Readonly<Record<RuntimeFunction, RuntimeSignature>> = {
  bolt_program_args: { result: 'void', parameters: ['pointer'] },
  bolt_new: { result: 'pointer', parameters: ['pointer'], allocates: true },
  bolt_array_new: {
    result: 'pointer',
    parameters: ['i64', 'i64', 'i32', 'site*'],
    allocates: true,
  },
  bolt_local_new: { result: 'pointer', parameters: ['pointer', 'i64'] },
  bolt_is_instance: { result: 'i32', parameters: ['pointer', 'pointer'], reads: true },
  bolt_finish_begin: { result: 'void', parameters: ['finish*'] },
  bolt_finish_spawn: {
    result: 'void',
    parameters: ['finish*', 'task*', 'pointer', 'i64', 'site*'],
  },
  bolt_finish_end: { result: 'void', parameters: ['finish*'] },
  bolt_lock_shared: { result: 'void', parameters: ['pointer', 'site*'] },
  bolt_unlock_shared: { result: 'void', parameters: ['pointer'] },
  bolt_lock_exclusive: { result: 'void', parameters: ['pointer', 'site*'] },
  bolt_unlock_exclusive: { result: 'void', parameters: ['pointer'] },
  bolt_printf: { result: 'void', parameters: ['pointer'], variadic: true },
  bolt_string_concat: { result: 'void', parameters: ['string*', 'string*', 'i64'] },
  bolt_string_compare: { result: 'i32', parameters: ['string*', 'string*'], reads: true },
  bolt_string_equal: { result: 'i32', parameters: ['string*', 'string*'], reads: true },
  bolt_string_hash: { result: 'i64', parameters: ['string*'], reads: true },
  bolt_string_to_c: { result: 'pointer', parameters: ['string*'] },
  bolt_string_from_c: { result: 'void', parameters: ['string*', 'pointer'] },
  bolt_show_i64: { result: 'void', parameters: ['string*', 'i64'] },
  bolt_show_u64: { result: 'void', parameters: ['string*', 'i64'] },
  bolt_show_i128: { result: 'void', parameters: ['string*', 'i64', 'i64'] },
  bolt_show_u128: { result: 'void', parameters: ['string*', 'i64', 'i64'] },
  bolt_show_f64: { result: 'void', parameters: ['string*', 'f64'] },
  bolt_show_f32: { result: 'void', parameters: ['string*', 'f32'] },
  bolt_show_bool: { result: 'void', parameters: ['string*', 'i32'] },
  bolt_show_char: { result: 'void', parameters: ['string*', 'i32'] },
  bolt_show_object: { result: 'void', parameters: ['string*', 'pointer'] },
  bolt_panic: { result: 'void', parameters: ['site*', 'string*'], panics: true },
  bolt_panic_index: { result: 'void', parameters: ['site*', 'i64', 'i64'], panics: true },
  bolt_panic_slice: { result: 'void', parameters: ['site*', 'i64', 'i64', 'i64'], panics: true },
  bolt_panic_join: { result: 'void', parameters: ['site*'], panics: true },
  bolt_panic_null: { result: 'void', parameters: ['site*', 'pointer'], panics: true },
  bolt_panic_receiver: { result: 'void', parameters: ['site*', 'pointer'], panics: true },
  bolt_panic_field_access: { result: 'void', parameters: ['site*', 'pointer'], panics: true },
  bolt_panic_unset_element: { result: 'void', parameters: ['site*', 'pointer'], panics: true },
  bolt_panic_unset_field: { result: 'void', parameters: ['site*', 'pointer'], panics: true },
  bolt_panic_divide: { result: 'void', parameters: ['site*'], panics: true },
};

/** What the program defines for the runtime: `int32_t bolt_program_main(void)`. */
export const programMain = 'bolt_program_main';

/** Named types of the ABI, the same text in every module. */
export const abiTypeDefinitions: readonly string[] = [
  '%bolt.array = type { i8*, i8*, i64 }',
  '%bolt.finish = type { [4 x fp128] }',
  '%bolt.site = type { i8*, i32, i32 }',
  '%bolt.string = type { i64, i64, i8* }',
];

/** Where the method table of a `bolt_class` begins, in words of 8 bytes. */
export const methodTableWord = 4;

export function isRuntimeFunction(symbol: string): symbol is RuntimeFunction {
  return Object.hasOwn(runtimeFunctions, symbol);
}
