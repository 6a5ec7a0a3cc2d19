/** The command line's entry: one command, and the exit status of its answer. */
import { createProgram } from './program.ts';

process.exitCode = await createProgram().run(process.argv.slice(2));
