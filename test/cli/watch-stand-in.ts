/**
 * The interface of `boltd watch` without a compiler behind it: the events of its loop come as JSON lines
 * from a socket, and what is asked of the loop goes back there. Run by the tests, in a terminal.
 */
import net from 'node:net';
import { createInterface } from 'node:readline';
import { isLive, openConsole } from '../../src/cli/watch/console.ts';
import { createController } from '../../src/cli/watch/controller.ts';
import type { WatchEvent } from '../../src/watch/watch-events.ts';

const [socketPath = '', ...flags] = process.argv.slice(2);
const options = {
  json: false,
  quiet: flags.includes('-q'),
  verbose: false,
  color: 'auto',
} as const;
const console = openConsole(options, isLive(options));
const controller = createController({
  console,
  run: flags.includes('--run') ? [] : undefined,
  clears: flags.includes('--clear'),
  stats: undefined,
  explains: false,
  root: () => '/project',
  graceMs: 300,
});
const socket = net.connect(socketPath);
createInterface({ input: socket }).on('line', (line) => {
  if (line === 'crash') {
    setImmediate(() => {
      throw new Error('as a bug would');
    });
    return;
  }
  controller.onEvent(JSON.parse(line) as WatchEvent);
});
controller.attach({
  rebuild: () => void socket.write('rebuild\n'),
  async close() {
    socket.write('close\n');
  },
  ended: new Promise<void>(() => undefined),
});
process.exitCode = await controller.ended;
await controller.close();
socket.destroy();
