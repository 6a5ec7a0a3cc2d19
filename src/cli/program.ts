/** The commands and their options. Each command's code is loaded when it runs. */
import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { exitCode, UsageError } from './exit.ts';
import { reportFailure } from './failure.ts';
import type { Output, OutputOptions } from './output.ts';
import { createOutput } from './output.ts';
import { version } from './version.ts';

export interface Program {
  /** Resolves with the exit status. */
  run(args: readonly string[]): Promise<number>;
}

interface GlobalOptions {
  readonly directory?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: OutputOptions['color'];
}

export function createProgram(): Program {
  let status: number = exitCode.done;
  /** What stands behind `--`. */
  let passedOn: readonly string[] = [];
  const program = new Command('boltd')
    .description('The incremental compiler of the language Bolt')
    .version(version, '-V, --version', 'print the version')
    .option('-C, --directory <dir>', 'run as if started in <dir>')
    .option('--json', 'print diagnostics and results as JSON lines on standard output')
    .option('-q, --quiet', 'print no progress')
    .option('-v, --verbose', 'print more about what is done')
    .addOption(
      new Option('--color <when>', 'colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .helpCommand('help [command]', 'explain a command')
    .addHelpText('after', `\n${environmentHelp}`)
    .showHelpAfterError('Usage: boltd <command> [options]; `boltd help` lists all commands')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });

  const openOutput = (): Output => {
    const { json = false, quiet = false, verbose = false, color } = program.opts<GlobalOptions>();
    return createOutput({ json, quiet, verbose, color });
  };

  /** Adds a command whose action resolves with the status. */
  const command = (
    usage: string,
    summary: string,
    help: string,
    configure: (command: Command) => Command,
    action: (
      output: Output,
      args: readonly string[],
      options: Readonly<Record<string, unknown>>,
    ) => Promise<number>,
  ): void => {
    const [name = ''] = usage.split(' ');
    configure(program.command(usage).description(summary))
      .addHelpText('after', `\n${help}`)
      .showHelpAfterError(`Usage: boltd ${usage} [options]; \`boltd help ${name}\` explains it`)
      .exitOverride()
      .action(async (...given: readonly unknown[]) => {
        const self = given.at(-1);
        if (!(self instanceof Command)) throw new UsageError(`Cannot run ${usage}`);
        if (passedOn.length > 0 && name !== 'run') {
          throw new UsageError(
            `\`boltd ${name}\` runs no program that could take ${passedOn.join(' ')}`,
          );
        }
        const { directory } = program.opts<GlobalOptions>();
        if (directory !== undefined) changeDirectory(directory);
        status = await action(openOutput(), self.args, self.opts());
      });
  };

  command(
    'new <dir>',
    'make a new project',
    'Makes <dir> with a manifest and two modules that build and run:\n\n  boltd new hello && boltd run hello',
    (self) => self,
    async (output, [dir = '.']) => {
      const { newProject } = await import('./commands/new-project.ts');
      return newProject(output, dir);
    },
  );
  command(
    'init [dir]',
    'make a project of an existing folder',
    'Writes what `boltd new` writes, but keeps every file that is there.',
    (self) => self,
    async (output, [dir = '.']) => {
      const { initProject } = await import('./commands/new-project.ts');
      return initProject(output, dir);
    },
  );
  command(
    'build [target]',
    'compile a project or a file to an executable',
    [
      'Builds the project of [target] (the current folder by default), or a single .bolt file.',
      'Only what changed since the last build is compiled again. Examples:',
      '',
      '  boltd build                        build the project around the current folder',
      '  boltd build --release -o app       one optimised, self-contained executable',
      '  boltd build --stats                what was executed, reused and written',
      '  boltd build --explain              why each query had to run',
    ].join('\n'),
    (self) =>
      buildOptions(self).option(
        '-o, --output <file>',
        'write one self-contained executable to <file>',
      ),
    async (output, [target = '.'], options) => {
      const { build } = await import('./commands/build.ts');
      return build(output, target, options);
    },
  );
  command(
    'run [target]',
    'compile and run',
    [
      'Builds [target] and runs the program; its exit status is handed on. Arguments behind `--` are the',
      "program's, as are standard input and Ctrl-C:",
      '',
      '  boltd run hello.bolt -- 1 2 3',
    ].join('\n'),
    (self) => buildOptions(self).usage('[options] [target] [-- args...]'),
    async (output, [target = '.'], options) => {
      const { run } = await import('./commands/run.ts');
      return run(output, target, passedOn, options);
    },
  );
  command(
    'check [target]',
    'report mistakes without making code',
    [
      'Stages:',
      '',
      '  --stage parse   syntax only: no name is looked up',
      '  --stage type    names and types',
      '  --stage race    data races too (the default)',
    ].join('\n'),
    (self) =>
      self
        .addOption(
          new Option('--stage <stage>', 'how far to go')
            .choices(['parse', 'type', 'race'])
            .default('race'),
        )
        .addOption(new Option('--stats [format]', 'print what was done').choices(['text', 'json'])),
    async (output, [target = '.'], options) => {
      const { check } = await import('./commands/check.ts');
      return check(output, target, options);
    },
  );
  command(
    'clean [target]',
    'remove what boltd wrote for a project',
    'Removes the cache with all results. It is never needed for a correct build; it frees space.',
    (self) => self,
    async (output, [target = '.']) => {
      const { clean } = await import('./commands/clean.ts');
      return clean(output, target);
    },
  );
  command(
    'explain [code]',
    'explain a diagnostic code',
    'Prints what a code such as E0203 means, with a wrong and a right program.',
    (self) => self.option('--list', 'list all codes'),
    async (output, [code], options) => {
      const { explainCode, listCodes } = await import('./commands/explain.ts');
      if (options['list'] === true) return listCodes(output);
      if (code === undefined) throw new UsageError('Which code? `boltd explain --list` shows all');
      return explainCode(output, code);
    },
  );
  command(
    'doctor',
    'check the installation',
    [
      'Checks Node, LLVM, its bindings, the linkers, the collector, the C start files, the runtime and',
      'the cache folder, and says for each what to do when it is missing.',
    ].join('\n'),
    (self) => self,
    async (output) => {
      const { doctor } = await import('./commands/doctor.ts');
      return doctor(output);
    },
  );
  command(
    'query <what> <symbol>',
    'ask the cache about a declaration',
    [
      'What:',
      '',
      '  ast     its syntax tree                      ir      its mid-level IR',
      '  types   its signature and typed body         llvm    its LLVM IR',
      '  deps    what its results were made from      rdeps   what was made from its results',
      '',
      'A symbol is `module.function`, `module.Class`, `module.Class.method`; all overloads are shown.',
      'Examples:',
      '',
      '  boltd query ir main.main',
      '  boltd query rdeps shapes.describe',
    ].join('\n'),
    (self) => self.option('--target <dir>', 'the project to ask about', '.'),
    async (output, [what = '', symbol = ''], options) => {
      const { query } = await import('./commands/query.ts');
      return query(output, what, symbol, String(options['target']));
    },
  );

  return {
    async run(args) {
      const end = args.indexOf('--');
      passedOn = end < 0 ? [] : args.slice(end + 1);
      const own = end < 0 ? args : args.slice(0, end);
      try {
        await program.parseAsync(own.map(withExplicitValue), { from: 'user' });
        return own.length === 0 ? exitCode.usage : status;
      } catch (error) {
        if (!(error instanceof CommanderError)) return reportFailure(openOutput(), error);
        if (error.exitCode === 0) return exitCode.done;
        // Commander has told people already.
        openOutput().event('failure', {
          kind: 'usage',
          message: error.message.replace(/^error: /, ''),
        });
        return exitCode.usage;
      }
    },
  };
}

const environmentHelp = [
  'Environment:',
  '  BOLT_CACHE_DIR         where results are kept; `.bolt` in the project by default',
  '  NO_COLOR, FORCE_COLOR  colours never, always',
  '',
  'Exit status: 0 done, 1 the program has mistakes, 2 boltd was called wrongly, 70 boltd or its',
  "environment failed; `run` hands on the program's own, 128 + N where signal N ended it.",
].join('\n');

/** `--stats` may stand before the target, which is not its value: only `--stats=json` gives it one. */
function withExplicitValue(arg: string): string {
  return defaultValues.get(arg) ?? arg;
}

const defaultValues: ReadonlyMap<string, string> = new Map([
  ['--stats', '--stats=text'],
  ['--verify-cache', '--verify-cache=1'],
]);

/** Options of every command that builds. */
function buildOptions(self: Command): Command {
  return self
    .option('--release', 'optimise')
    .addOption(
      new Option('--stats [format]', 'print what was executed, reused and written').choices([
        'text',
        'json',
      ]),
    )
    .option('--explain', 'print for every executed query the chain that led to it')
    .option('--verbose-ir', "print each declaration's mid-level IR as it is produced")
    .option('--verbose-llvm-ir', "print each declaration's LLVM IR as it is produced")
    .option('--verify-cache [fraction]', 'execute a part of the reused queries again and compare')
    .option('--jobs <n>', 'number of code generation workers (default: one a core)');
}

function changeDirectory(directory: string): void {
  try {
    process.chdir(directory);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code !== 'EACCES';
    throw isMissing ? new UsageError(`No such folder: ${path.resolve(directory)}`) : error;
  }
}
