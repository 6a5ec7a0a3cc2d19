/** What `boltd watch` says of what happens: words, without a terminal. */
import test from 'ava';
import { describe } from '../../src/cli/watch/describe.ts';
import { jsonEvents } from '../../src/cli/watch/json-events.ts';
import { readKeys } from '../../src/cli/watch/keys.ts';
import { emptyLedger, enter, forget } from '../../src/cli/watch/ledger.ts';
import { idleStatus, rule } from '../../src/cli/watch/status-line.ts';
import { fit, piece, plainText, printable, widthOf } from '../../src/cli/watch/styled-text.ts';
import { typeKey } from '../../src/cli/watch/typed-line.ts';
import type { WatchEvent } from '../../src/watch/watch-events.ts';
import {
  building,
  builtReport,
  checked,
  finished,
  mistake,
  nothingDone,
  rejected,
  reportOf,
} from './watch-kit.ts';

interface TellOptions {
  readonly columns?: number;
  readonly mostDiagnostics?: number;
  /** Events before which everything is forgotten. */
  readonly forgetBefore?: readonly number[];
}

/** What a person is told, one text a message; diagnostics by their messages. */
function told(events: readonly WatchEvent[], options: TellOptions = {}): readonly string[] {
  let ledger = emptyLedger;
  const texts: string[] = [];
  for (const [index, event] of events.entries()) {
    if (options.forgetBefore?.includes(index) === true) ledger = forget(ledger);
    const entered = enter(ledger, event);
    ledger = entered.ledger;
    for (const message of describe(event, entered.facts, { verbose: false, ...options })) {
      if (message.kind === 'status') continue;
      if (message.kind === 'line') texts.push(plainText(message.line));
      else if (message.kind === 'diagnostics')
        texts.push(`! ${message.list.map((each) => each.message).join(', ')}`);
      else texts.push(`failure ${String(message.error)}`);
    }
  }
  return texts;
}

test('a save gets one line: what changed, what was done, times by phase, mistakes', (t) => {
  t.deepEqual(told([building(), checked([]), finished(builtReport(), 512)]), [
    '[1] start: built in 512 ms (inputs 1.3, check and code 14, link 6.1), executed 2, reused 6, no mistakes',
  ]);
  const line = (...paths: readonly string[]): string | undefined =>
    told([building(), building(...paths), finished(builtReport({ phases: {} }), 5)]).at(-1);
  t.is(line('src/a.bolt'), '[2] src/a.bolt: built in 5 ms, executed 2, reused 6, no mistakes');
  t.regex(line('a', 'b') ?? '', /^\[2\] a and b: /);
  t.regex(line('a', 'b', 'c') ?? '', /^\[2\] a and 2 others: /);
  t.regex(line() ?? '', /^\[2\] everything: /);
  t.regex(line('src/\u001b[31mred.bolt') ?? '', /^\[2\] src\/\ufffd\[31mred\.bolt: /);
});

test('a save that changed nothing says so, and how many mistakes there still are', (t) => {
  t.deepEqual(told([building('a.bolt'), finished(reportOf(), 1.26)]), [
    '[1] a.bolt: nothing changed (1.3 ms), no mistakes',
  ]);
  const wrong = [mistake('unknown x')];
  t.deepEqual(
    told([
      building(),
      checked(wrong),
      rejected(wrong),
      building('a.bolt'),
      checked(wrong),
      finished(reportOf({ outcome: 'rejected', diagnostics: wrong }), 1),
    ]).slice(2),
    ['1 error as before: src/main.bolt:1:3 E0300', '[2] a.bolt: nothing changed (1 ms), 1 error'],
  );
});

test('what is up to date, checked, or not built is called so', (t) => {
  const last = (event: WatchEvent): string => told([building('a'), event]).at(-1) ?? '';
  t.regex(last(finished(builtReport({ written: [] }))), /^\[1\] a: up to date in 23 ms /);
  t.regex(last(rejected([mistake('x')])), /^\[1\] a: not built in 9 ms .*, 1 error$/);
  const goal = { kind: 'check', stage: 'type' } as const;
  t.regex(last(finished(builtReport({ goal }))), /^\[1\] a: checked in 23 ms /);
  const warning = mistake('w', 1, { severity: 'warning', code: 'W0300' });
  t.regex(last(finished(builtReport({ diagnostics: [warning] }))), /, 1 warning$/);
});

test('mistakes are told when they are found, and once', (t) => {
  const [x, y, z] = [mistake('x'), mistake('y', 5), mistake('z', 9)];
  t.deepEqual(
    told([
      building(),
      checked([x, y]),
      rejected([x, y]),
      building('a'),
      checked([y, z]),
      rejected([y, z]),
    ]),
    [
      '! x, y',
      told([building(), rejected([x, y])]).at(-1),
      '! z',
      '1 error as before: src/main.bolt:5:3 E0300',
      '[2] a: not built in 9 ms (inputs 1.3, check and code 14, link 6.1), executed 2, reused 6, 2 errors, fixed: 1 error',
    ],
  );
});

test('a mistake that an edit above has moved is no news, but its new place is told', (t) => {
  const texts = told([
    building(),
    checked([mistake('x', 3)]),
    rejected([mistake('x', 3)]),
    building('a'),
    checked([mistake('x', 4)]),
    rejected([mistake('x', 4)]),
  ]);
  t.is(texts.filter((text) => text.startsWith('!')).length, 1);
  t.true(texts.includes('1 error as before: src/main.bolt:4:3 E0300'));
  t.false(texts.some((text) => text.includes('fixed')));
});

test('of two equal mistakes one can be new, and one can be fixed', (t) => {
  const texts = told([
    building(),
    checked([mistake('x', 1)]),
    rejected([mistake('x', 1)]),
    building('a'),
    checked([mistake('x', 1), mistake('x', 2)]),
    rejected([mistake('x', 1), mistake('x', 2)]),
    building('a'),
    checked([mistake('x', 2)]),
    rejected([mistake('x', 2)]),
  ]);
  t.deepEqual(
    texts.filter((text) => text.startsWith('!')),
    ['! x', '! x'],
  );
  t.regex(texts.at(-1) ?? '', /, 1 error, fixed: 1 error$/);
});

test('mistakes that only a cancelled build saw are fixed by the next one', (t) => {
  const texts = told([
    building('a'),
    checked([mistake('x')]),
    { kind: 'cancelled' },
    building('a'),
    checked([]),
    finished(builtReport()),
  ]);
  t.is(texts[0], '! x');
  t.regex(texts.at(-1) ?? '', /^\[2\] .*, no mistakes, fixed: 1 error$/);
});

test('mistakes that making code finds are told with the end', (t) => {
  t.deepEqual(
    told([building('a'), checked([mistake('x')]), rejected([mistake('x'), mistake('late')])]).slice(
      0,
      2,
    ),
    ['! x', '! late'],
  );
});

test('everything is told again when it is asked for, or the screen was cleared', (t) => {
  const x = mistake('x');
  const texts = told(
    [building(), checked([x]), rejected([x]), building(), checked([x]), rejected([x])],
    { forgetBefore: [3] },
  );
  t.is(texts.filter((text) => text === '! x').length, 2);
  t.false(texts.some((text) => text.includes('as before')));
});

test('of too many mistakes errors are shown, and how to see the others', (t) => {
  const warnings = [1, 2].map((line) => mistake(`w${line}`, line, { severity: 'warning' }));
  const errors = [3, 4].map((line) => mistake(`e${line}`, line));
  const texts = told([building(), checked([...warnings, ...errors])], { mostDiagnostics: 3 });
  t.deepEqual(texts, ['! w1, e3, e4', 'and 1 warning more; r prints all']);
});

test('many that remain are counted, and a few are placed', (t) => {
  const list = [1, 2, 3, 4, 5].map((line) => mistake(`x${line}`, line));
  const texts = told([building(), checked(list), rejected(list), building('a'), rejected(list)]);
  t.true(
    texts.includes(
      '5 errors as before: src/main.bolt:1:3 E0300, src/main.bolt:2:3 E0300, src/main.bolt:3:3 E0300 and 2 more',
    ),
    texts.join('\n'),
  );
});

test('troubles and failures are told, and the watch goes on', (t) => {
  t.deepEqual(
    told([
      { kind: 'started' },
      { kind: 'trouble', trouble: { kind: 'polling', reason: 'no watches left', intervalMs: 500 } },
      { kind: 'trouble', trouble: { kind: 'failed', reason: 'broken' } },
      { kind: 'notice', message: 'Waiting for another build' },
      building(),
      { kind: 'failed', error: 'oops' },
    ]),
    [
      'note: files cannot be watched (no watches left); they are looked at every 500 ms instead',
      'note: watching failed: broken',
      'note: Waiting for another build',
      'failure oops',
      'note: build 1 failed; watching goes on',
    ],
  );
});

test('on a narrow terminal the line leaves figures out', (t) => {
  const events = [building('src/main.bolt'), finished(builtReport())];
  const at = (columns: number): string => told(events, { columns }).at(-1) ?? '';
  t.regex(at(120), /link 6\.1/);
  t.is(at(80), '[1] src/main.bolt: built in 23 ms, executed 2, reused 6, no mistakes');
  t.is(at(60), '[1] src/main.bolt: built in 23 ms, no mistakes');
});

test('styled text is cut to a width, in columns and not in characters', (t) => {
  const line = [piece('ab', 'bad'), piece('界界'), piece('z')];
  t.is(widthOf('ab界界z'), 7);
  t.is(widthOf('e\u0301'), 1);
  t.is(plainText(fit(line, 7)), 'ab界界z');
  t.is(plainText(fit(line, 6)), 'ab界…');
  t.is(plainText(fit(line, 5)), 'ab界…');
  t.is(plainText(fit(line, 1)), '…');
  t.is(plainText(fit(line, 0)), '');
  t.is(printable('a\tb\u009bc'), 'a\ufffdb\ufffdc');
  t.is(plainText(rule('x', 12)), '── x ──────');
});

test('the status line says what goes on and which keys help', (t) => {
  const base = { isPolling: false, hasKeys: true, isCommand: false };
  const text = (parts: object): string => plainText(idleStatus({ ...base, ...parts }));
  t.is(text({}), 'watching  (h: help)');
  t.is(text({ isPolling: true, hasKeys: false }), 'polling');
  t.is(text({ report: reportOf({ diagnostics: [mistake('x')] }) }), 'watching, 1 error  (h: help)');
  t.is(text({ program: '/p/hello' }), 'running hello  (Ctrl-T h: help)');
  t.is(text({ program: '/p/hello', isCommand: true }), 'key for boltd: h r e s q');
});

test('keys are read one by one, without sequences of special keys', (t) => {
  const kinds = (text: string): readonly string[] =>
    readKeys(text).map((key) => (key.kind === 'character' ? key.text : key.kind));
  t.deepEqual(kinds('rq'), ['r', 'q']);
  t.deepEqual(kinds('\u001b[A\u001b[1;5Cx\u001bOPy\u001bz\u001b'), ['x', 'y']);
  t.deepEqual(kinds('\u0003\u001a\u001c\u0014\r\u007f\u0004'), [
    'interrupt',
    'suspend',
    'quit',
    'command',
    'enter',
    'backspace',
    'end',
  ]);
  t.deepEqual(kinds('é界😀\u0001'), ['é', '界', '😀']);
});

test('a typed line is edited as a terminal would', (t) => {
  let text = '';
  let echo = '';
  let sent = '';
  let ends = 0;
  for (const key of readKeys('ab\u007fc one two\u0017\rgone\u0015x\u0004\u0004')) {
    const typing = typeKey(text, key);
    text = typing.text;
    echo += typing.echo;
    sent += typing.sent;
    ends += typing.ends ? 1 : 0;
  }
  t.is(sent, 'ac one \nx');
  t.is(ends, 1);
  t.is(echo.replaceAll('\b \b', '<'), 'ab<c one two<<<\ngone<<<<x');
  t.is(typeKey('界', { kind: 'backspace' }).echo, '\b \b\b \b');
});

test('with --json each build has its number, its mistakes once, and a summary', (t) => {
  let ledger = emptyLedger;
  const x = mistake('x');
  const events: readonly WatchEvent[] = [
    { kind: 'started' },
    building(),
    { kind: 'progress', done: 1, total: 2 },
    checked([x]),
    rejected([x, mistake('late')]),
    building('a.bolt'),
    { kind: 'cancelled' },
    building('a.bolt'),
    checked([]),
    {
      ...finished(builtReport({ statistics: { mir: { ...nothingDone, executed: 2, cutOff: 1 } } })),
      paths: ['a.bolt'],
    } as WatchEvent,
    { kind: 'trouble', trouble: { kind: 'polling', reason: 'no watches', intervalMs: 9 } },
  ];
  const lines = events.flatMap((event) => {
    const { checked: before } = ledger;
    const entered = enter(ledger, event);
    ledger = entered.ledger;
    return jsonEvents(event, entered.facts, { root: '/project', checked: before });
  });
  const shown = lines.map(({ reason, fields }) => {
    const { build, message, fixedErrors } = fields;
    return [reason, build ?? '', message ?? fixedErrors ?? ''].join(' ').trim();
  });
  t.deepEqual(shown, [
    'watch-started',
    'watch-building 1',
    'watch-progress 1',
    'diagnostic 1 x',
    'watch-checked 1',
    'diagnostic 1 late',
    'watch-finished 1 0',
    'watch-building 2',
    'watch-cancelled 2',
    'watch-building 3',
    'watch-checked 3',
    'watch-finished 3 2',
    'watch-trouble',
  ]);
  t.deepEqual(lines[11]?.fields, {
    build: 3,
    paths: ['a.bolt'],
    success: true,
    executable: '/project/.bolt/out/dev/sample',
    written: ['/project/.bolt/out/dev/sample'],
    changedModules: ['main'],
    changed: true,
    errors: 0,
    warnings: 0,
    executed: 2,
    cutOff: 1,
    reused: 0,
    phases: { inputs: 1.25, 'check and code': 14.4, link: 6.1 },
    fixedErrors: 2,
    milliseconds: 23,
  });
});
