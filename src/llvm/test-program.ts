/**
 * The start of a program that runs one test, in LLVM IR: the one whose number is in the environment. It takes
 * the place of the program's own start, which is weak.
 */
import { quoteSymbol } from './fragment-text.ts';

/** Holds the number of the test, from 0. */
export const testVariable = 'BOLT_TEST';

/** What a program exits with that was given no number of a test. */
export const noTestStatus = 102;

/** `tests`: link names of functions without parameters and result, in the order of their numbers. */
export function testProgramText(tests: readonly string[]): string {
  const length = testVariable.length + 1;
  const cases = tests.map((_, index) => `    i32 ${index}, label %test${index}\n`);
  const blocks = tests.map(
    (symbol, index) => `test${index}:\n  call void ${quoteSymbol(symbol)}()\n  ret i32 0\n`,
  );
  return [
    'source_filename = "tests"\n',
    `@variable = private unnamed_addr constant [${length} x i8] c"${testVariable}\\00"\n`,
    'define i32 @bolt_program_main() nounwind {\n',
    `  %text = call i8* @getenv(i8* getelementptr ([${length} x i8], [${length} x i8]* @variable, i32 0, i32 0))\n`,
    '  %given = icmp ne i8* %text, null\n',
    '  br i1 %given, label %parse, label %unknown\n',
    'parse:\n',
    '  %number = call i32 @atoi(i8* %text)\n',
    '  switch i32 %number, label %unknown [\n',
    ...cases,
    '  ]\n',
    ...blocks,
    `unknown:\n  ret i32 ${noTestStatus}\n`,
    '}\n',
    'declare i8* @getenv(i8*)\n',
    'declare i32 @atoi(i8*)\n',
    ...tests.map((symbol) => `declare void ${quoteSymbol(symbol)}()\n`),
  ].join('');
}
