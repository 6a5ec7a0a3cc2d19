/** The command line's entry: one command, and the exit status of its answer. */
import { createProgram } from './program.ts';

void createProgram()
  .run(process.argv.slice(2))
  .then((status) => {
    process.exitCode = status;
  });
