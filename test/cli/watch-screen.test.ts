/** The status line and what scrolls above it, as a terminal shows them. */
import test from 'ava';
import fc from 'fast-check';
import pc from 'picocolors';
import type { Screen } from '../../src/cli/watch/screen.ts';
import { createScreen } from '../../src/cli/watch/screen.ts';
import { piece } from '../../src/cli/watch/styled-text.ts';
import type { Emulator } from './watch-emulator.ts';
import { createEmulator } from './watch-emulator.ts';

interface Terminal {
  readonly screen: Screen;
  readonly emulator: Emulator;
  resize(columns: number): void;
}

function open(width: number): Terminal {
  let columns = width;
  const emulator = createEmulator(width);
  const screen = createScreen({
    write: (text) => emulator.write(text),
    columns: () => columns,
    colors: pc.createColors(true),
  });
  return {
    screen,
    emulator,
    resize(next) {
      columns = next;
      emulator.resize(next);
      screen.redraw();
    },
  };
}

test('lines scroll above the status line, which is there once', (t) => {
  const { screen, emulator } = open(20);
  screen.status([piece('watching', 'accent')]);
  screen.print('one\n');
  screen.print('two\nthree\n');
  screen.status([piece('a status line that is far too long')]);
  t.deepEqual(emulator.lines(), ['one', 'two', 'three', 'a status line that…']);
  screen.status(undefined);
  t.deepEqual(emulator.lines(), ['one', 'two', 'three']);
});

test('there is no status line beside an unfinished line of the program', (t) => {
  const { screen, emulator } = open(20);
  screen.status([piece('running')]);
  screen.pass('name? ');
  t.deepEqual(emulator.lines(), ['name?']);
  screen.pass('ada\n');
  t.deepEqual(emulator.lines(), ['name? ada', 'running']);
  screen.pass('half');
  screen.print('boltd speaks\n');
  t.deepEqual(emulator.lines(), ['name? ada', 'half', 'boltd speaks', 'running']);
});

test('clearing leaves nothing but the status line', (t) => {
  const { screen, emulator } = open(20);
  screen.print('one\n');
  screen.status([piece('watching')]);
  screen.clear();
  t.deepEqual(emulator.lines(), ['watching']);
});

test('while boltd is away from the terminal nothing of it is left there', (t) => {
  const { screen, emulator } = open(20);
  screen.status([piece('watching')]);
  screen.pass('half');
  screen.leave();
  screen.status([piece('building')]);
  emulator.write('$ fg\n');
  t.deepEqual(emulator.lines(), ['half', '$ fg']);
  screen.redraw();
  t.deepEqual(emulator.lines(), ['half', '$ fg', 'building']);
});

test('whatever happens, everything printed stays, and nothing else does', (t) => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', ' ', 'é'),
    minLength: 1,
    maxLength: 30,
  });
  const action = fc.oneof(
    fc.record({ kind: fc.constant('print' as const), text }),
    fc.record({ kind: fc.constant('pass' as const), text }),
    fc.record({ kind: fc.constant('pass line' as const), text }),
    fc.record({ kind: fc.constant('status' as const), text }),
    fc.record({ kind: fc.constant('resize' as const), columns: fc.integer({ min: 2, max: 40 }) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const { screen, emulator, resize } = open(20);
      let expected = '';
      for (const each of actions) {
        switch (each.kind) {
          case 'print':
            screen.print(`${each.text}\n`);
            if (expected !== '' && !expected.endsWith('\n')) expected += '\n';
            expected += `${each.text}\n`;
            break;
          case 'pass':
            screen.pass(each.text);
            expected += each.text;
            break;
          case 'pass line':
            screen.pass(`${each.text}\n`);
            expected += `${each.text}\n`;
            break;
          case 'status':
            screen.status([piece(`#${each.text}`)]);
            break;
          case 'resize':
            resize(each.columns);
            break;
        }
      }
      screen.status(undefined);
      const lines = expected.split('\n').map((line) => line.trimEnd());
      while (lines.at(-1) === '') lines.pop();
      t.deepEqual(emulator.lines(), lines);
    }),
    { numRuns: 300 },
  );
  t.pass();
});
