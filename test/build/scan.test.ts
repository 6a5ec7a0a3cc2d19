import test from 'ava';
import type { Project } from '../../src/build/project.ts';
import { openProject } from '../../src/build/project.ts';
import type { KnownFile } from '../../src/build/scan.ts';
import { scanSources } from '../../src/build/scan.ts';
import type { MemoryHost } from '../../src/host/memory-host.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';

const manifest = '[package]\nname = "tour"\nversion = "0.1.0"\n';

function projectOf(host: MemoryHost, target: string): Project {
  const opened = openProject(host, target);
  if (opened.kind !== 'project') throw new Error(JSON.stringify(opened));
  return opened.project;
}

function knownAfter(host: MemoryHost, project: Project): ReadonlyMap<string, KnownFile> {
  const { changed } = scanSources(host, project, new Map());
  return new Map(changed.map(({ file }) => [file.path, file]));
}

test('a first scan finds every module under its name', (t) => {
  const host = createMemoryHost({
    '/p/bolt.toml': manifest,
    '/p/src/main.bolt': 'void main() {}',
    '/p/src/shapes/circle.bolt': '',
    '/p/src/notes.txt': '',
  });
  const { changed } = scanSources(host, projectOf(host, '/p'), new Map());
  t.deepEqual(
    changed.map(({ file }) => `${file.module} ${file.path}`),
    ['main src/main.bolt', 'shapes.circle src/shapes/circle.bolt'],
  );
});

test('what did not change is not opened', (t) => {
  const host = createMemoryHost({ '/p/bolt.toml': manifest, '/p/src/main.bolt': 'void main() {}' });
  const project = projectOf(host, '/p');
  const known = knownAfter(host, project);
  const closed = { ...host, read: () => t.fail('a file was opened') as never };
  const result = scanSources(closed, project, known);
  t.deepEqual([result.changed, result.touched, result.removed], [[], [], []]);
});

test('a touched file changes nothing but its record', (t) => {
  const host = createMemoryHost({ '/p/bolt.toml': manifest, '/p/src/main.bolt': 'void main() {}' });
  const project = projectOf(host, '/p');
  const known = knownAfter(host, project);
  host.touch('/p/src/main.bolt');
  const { changed, touched } = scanSources(host, project, known);
  t.deepEqual(changed, []);
  t.deepEqual(
    touched.map((file) => file.path),
    ['src/main.bolt'],
  );
});

test('a file that was written just before it was read is read again', (t) => {
  const host = createMemoryHost({ '/p/bolt.toml': manifest, '/p/src/main.bolt': 'void main() {}' });
  const project = projectOf(host, '/p');
  const state = host.state('/p/src/main.bolt');
  const early = { ...host, nowNs: () => state?.mtimeNs ?? '0' };
  const [first] = scanSources(early, project, new Map()).changed;
  t.false(first?.file.trusted);
  const known = new Map(first === undefined ? [] : [[first.file.path, first.file]]);
  const later = scanSources(host, project, known);
  t.deepEqual(later.changed, []);
  t.deepEqual(
    later.touched.map((file) => file.trusted),
    [true],
  );
});

test('an edit and a removal are seen, each for itself', (t) => {
  const host = createMemoryHost({
    '/p/bolt.toml': manifest,
    '/p/src/a.bolt': 'one',
    '/p/src/b.bolt': 'two',
    '/p/src/c.bolt': 'three',
  });
  const project = projectOf(host, '/p');
  const known = knownAfter(host, project);
  host.put('/p/src/a.bolt', 'another');
  host.put('/p/src/b.bolt', undefined);
  const { changed, removed } = scanSources(host, project, known);
  t.deepEqual(
    changed.map(({ file, text }) => [file.path, text]),
    [['src/a.bolt', 'another']],
  );
  t.deepEqual(
    removed.map((file) => file.path),
    ['src/b.bolt'],
  );
});

test('a file whose name is no identifier is reported, not lost', (t) => {
  const host = createMemoryHost({ '/p/bolt.toml': manifest, '/p/src/my-part.bolt': '' });
  const { changed, diagnostics } = scanSources(host, projectOf(host, '/p'), new Map());
  t.deepEqual(changed, []);
  t.deepEqual(
    diagnostics.map(({ code }) => code),
    ['E0406'],
  );
});

test('modules of a dependency start with its name, and its paths are relative to the project', (t) => {
  const host = createMemoryHost({
    '/p/bolt.toml': `${manifest}[dependencies]\ngeo = { path = "../geo" }\n`,
    '/p/src/main.bolt': '',
    '/geo/bolt.toml': '[package]\nname = "geo"\nversion = "1.0.0"\n',
    '/geo/src/shapes.bolt': '',
  });
  const { changed } = scanSources(host, projectOf(host, '/p'), new Map());
  t.deepEqual(
    changed.map(({ file }) => `${file.module} ${file.path}`),
    ['main src/main.bolt', 'geo.shapes ../geo/src/shapes.bolt'],
  );
});

test('a single file is a project of one module', (t) => {
  const host = createMemoryHost({ '/p/hello.bolt': '', '/p/other.bolt': '' });
  const { changed } = scanSources(host, projectOf(host, '/p/hello.bolt'), new Map());
  t.deepEqual(
    changed.map(({ file }) => `${file.module} ${file.path}`),
    ['hello hello.bolt'],
  );
});
