/**
 * Imports a cache, for whoever wants to kill it meanwhile; says when it begins.
 *
 *     node importer.js <folder> <file>
 */
import { importCache } from '../../cache/import.ts';
import { tryLock } from '../../cache/lock.ts';
import { present } from '../../src/base/invariant.ts';
import { identity } from './workspace.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const lock = present(tryLock(folder), 'lock');
process.send?.('begins');
await importCache({ lock, file, identity, onNotice: () => undefined });
lock.release();
process.disconnect();
