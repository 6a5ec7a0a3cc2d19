/** Thread-local variables, which llvm-bindings cannot make: known by their names until assembly. */

/** Ends the symbols of thread-local variables. */
export const threadCopySuffix = '$own';

/** The linkage of a variable that its own module alone uses, by its printed definition. */
export function variableLinkage(symbol: string): string {
  return symbol.endsWith(threadCopySuffix) ? 'internal thread_local' : 'internal';
}
