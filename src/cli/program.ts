/** The commands and their options. Each command's code is loaded when it runs. */
import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { exitCode, UsageError } from './exit.ts';
import { reportFailure } from './failure.ts';
import { environmentHelp, queryHelp } from './help-texts.ts';
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
        if (passedOn.length > 0 && name !== 'run' && name !== 'watch') {
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
      codeOptions(daemonOptions(self)).option(
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
    (self) => codeOptions(daemonOptions(self)).usage('[options] [target] [-- args...]'),
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
      daemonOptions(self)
        .addOption(
          new Option('--stage <stage>', 'how far to go')
            .choices(['parse', 'type', 'race'])
            .default('race'),
        )
        .option('--ignore-data-races', 'show data races as warnings')
        .addOption(
          new Option('--stats [format]', 'print what was done').choices([
            'text',
            'json',
            'markdown',
          ]),
        )
        .option('--timings [file]', 'write a page that shows where the time went'),
    async (output, [target = '.'], options) => {
      const { check } = await import('./commands/check.ts');
      return check(output, target, options);
    },
  );
  command(
    'test [filter]',
    'run the tests that a change may have affected',
    [
      'Builds the program with its tests and runs those whose code, or code that they reach, has changed since',
      'they passed; each in a process of its own. [filter] is a part of `module: title`. Examples:',
      '',
      '  boltd test                         what may have changed',
      '  boltd test --all parser            all tests with `parser` in their names',
      '  boltd test --junit report.xml      for services that show such reports',
    ].join('\n'),
    (self) =>
      self
        .option('--target <path>', 'the project or file to test', '.')
        .option('--release', 'test optimised code')
        .option('--all', 'run tests that passed and did not change, too')
        .option('--jobs <n>', 'tests, and code generators, at once')
        .option('--timeout <seconds>', 'end a test that takes longer', '60')
        .option('--junit <file>', "write the outcomes to <file> as JUnit's XML")
        .option('--ignore-data-races', 'show data races as warnings'),
    async (output, [filter], options) => {
      const { test } = await import('./commands/test.ts');
      return test(output, filter, options);
    },
  );
  command(
    'watch [target]',
    'build again whenever a file is saved',
    [
      'Watches the files of [target] and builds, or with --check checks, whatever a save changes, until q or',
      'Ctrl-C. With --run the program is run, and run anew when a build has made another one; arguments',
      'behind `--` are its own. On a terminal, h lists the keys. Examples:',
      '',
      '  boltd watch --check                mistakes as you save',
      '  boltd watch --run -- 1 2 3         the program too',
      '  boltd watch --test                 tests that a save may have affected',
      '  boltd --json watch                 what happens, as JSON lines',
    ].join('\n'),
    (self) =>
      buildOptions(self.option('--no-daemon', 'taken for granted: a watch uses no daemon'))
        .usage('[options] [target] [-- args...]')
        .option('-o, --output <file>', 'write one self-contained executable to <file>')
        .option('--run', 'run the program after each build that changed it')
        .addOption(
          new Option('--test', 'run the tests that a change may have affected').conflicts([
            'run',
            'check',
            'output',
          ]),
        )
        .option('--timeout <seconds>', 'of `--test`: end a test that takes longer', '60')
        .addOption(
          new Option('--check', 'look for mistakes, without making code').conflicts([
            'run',
            'release',
            'output',
          ]),
        )
        .option('--clear', 'empty the screen before each build'),
    async (output, [target = '.'], options) => {
      const { watch } = await import('./commands/watch.ts');
      return watch(output, target, passedOn, options);
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
    'cache <what> [file]',
    'carry, measure, bound, check or clear the cache',
    [
      'What:',
      '',
      '  stats        how large it is, what is in it, how much builds reused',
      '  export FILE  write what the last builds used into one compressed file',
      '  import FILE  take such a file in; one of another version of boltd is left alone',
      '  gc           remove what nothing needs, and more if the bound is exceeded',
      '  verify       read everything, and mend what is damaged; status 1 if there was something',
      '  clear        remove all results, and keep the programs that were built',
      '  path         print the folder where it lies',
      '',
      'Builds keep it within BOLT_CACHE_SIZE by themselves. Examples:',
      '',
      '  boltd cache export /tmp/cache.bolt',
      '  boltd cache gc --max-size 500M',
    ].join('\n'),
    (self) =>
      self
        .option('--target <dir>', 'the project whose cache it is', '.')
        .option('--max-size <size>', 'of `gc`: what to come down to'),
    async (output, [what = '', file], options) => {
      const { cache } = await import('./commands/cache.ts');
      const { target, maxSize } = options;
      return cache(output, what, file, {
        target: String(target),
        ...(maxSize !== undefined && { maxSize: String(maxSize) }),
      });
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
    'query <what> [args...]',
    'ask the cache: code, dependencies, history, SQL',
    queryHelp,
    (self) =>
      self
        .option('--target <dir>', 'the project to ask about')
        .option('--passes', 'ir, llvm: after every pass that changes something')
        .option('--full', 'llvm --passes: whole texts instead of differences')
        .option('--release', 'llvm, asm, size: of the optimised profile')
        .option('--llvm', 'diff: LLVM IR instead of mid-level IR')
        .option('--dot', 'deps, rdeps, path, why: a graph for Graphviz')
        .option('--build <n>', 'why, slow: of that build')
        .option('--from <n>', 'diff: the earlier build')
        .option('--to <n>', 'diff: the later build')
        .option('--limit <n>', 'slow, hot, size, sql: at most so many rows')
        .option('--csv', 'sql: comma-separated values')
        .option('--timeout <seconds>', 'sql: stop the statement after so long')
        .option('--schema', 'sql: print the views instead'),
    async (output, args, options) => {
      const { query } = await import('./commands/query.ts');
      return query(output, args, options);
    },
  );

  command(
    'daemon <action> [target]',
    'keep a compiler ready in the background',
    [
      'Actions:',
      '',
      '  start    start the daemon of a project, unless it runs',
      '  stop     end it, and wait until it is gone',
      '  status   process, memory, last build; exit status 1 when there is none',
      '  logs     what it wrote; -f goes on with what it writes',
      '',
      'Builds use a daemon that runs. They start one with `--daemon`, with BOLT_DAEMON=1, or where',
      'bolt.toml says `[daemon]` `start = true`. It ends after 3 hours without work (`idle = "30m"`).',
    ].join('\n'),
    (self) => self.option('-f, --follow', 'with `logs`: print what is written from now on'),
    async (output, [action = '', target = '.'], options) => {
      const { daemon } = await import('./commands/daemon.ts');
      return daemon(output, action, target, options);
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

/** `--stats` may stand before the target, which is not its value: only `--stats=json` gives it one. */
function withExplicitValue(arg: string): string {
  return defaultValues.get(arg) ?? arg;
}

const defaultValues: ReadonlyMap<string, string> = new Map([
  ['--stats', '--stats=text'],
  // Nothing: a file in the cache's folder.
  ['--timings', '--timings='],
  ['--verify-cache', '--verify-cache=1'],
]);

/** Options of commands that build once. */
function codeOptions(self: Command): Command {
  return buildOptions(self)
    .option('--timings [file]', 'write a page that shows where the time went, and a Chrome trace')
    .option('--verbose-ir', "print each declaration's mid-level IR as it is produced")
    .option('--verbose-llvm-ir', "print each declaration's LLVM IR as it is produced");
}

/** Options of every command that builds. */
function buildOptions(self: Command): Command {
  return self
    .option('--release', 'optimise')
    .addOption(
      new Option('--sanitize <what>', 'let the program report its data races as it runs').choices([
        'thread',
      ]),
    )
    .option('--ignore-data-races', 'show data races as warnings and build all the same')
    .addOption(
      new Option('--stats [format]', 'print what was executed, reused and written').choices([
        'text',
        'json',
        'markdown',
      ]),
    )
    .option('--explain', 'print for every executed query the chain that led to it')
    .option('--verify-cache [fraction]', 'execute a part of the reused queries again and compare')
    .option('--jobs <n>', 'number of code generation workers (default: one a core)');
}

/** Options of every command that may leave its work to a daemon. */
function daemonOptions(self: Command): Command {
  return self
    .option('--daemon', 'use a background daemon, and start it if need be')
    .option('--no-daemon', 'do everything in this process');
}

function changeDirectory(directory: string): void {
  try {
    process.chdir(directory);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code !== 'EACCES';
    throw isMissing ? new UsageError(`No such folder: ${path.resolve(directory)}`) : error;
  }
}
