/**
 * A tree of folders, each under a watch of its own. The invariant that nothing is lost by: a folder is listed
 * after its watch is open, so whatever happens in it is in the list or gets an event.
 *
 * What is watched besides: the folders in which the roots of the tree and single files lie, for these names
 * only (a folder that is not there yet is waited for in the nearest one that is), and what symbolic links to
 * sources point to. Whenever something happens to one of those, everything is opened anew: it is rare, and
 * there is no state that it could leave half right.
 */
import path from 'node:path';
import type { FolderEventType, FolderWatch, OpenFolder } from './node-watcher-folder.ts';
import {
  describeWay,
  entriesOf,
  entryAt,
  isFolder,
  isMissing,
  isSource,
  isWatchable,
  linkSteps,
  nearestFolder,
} from './node-watcher-paths.ts';

export interface TreeOptions {
  readonly root: string;
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly ignored: readonly string[];
  readonly openFolder: OpenFolder;
  /** Events at once that leave doubt whether the system's queue held all of them. */
  readonly eventsAtOnce: number;
  onPath(path: string): void;
  onEverything(): void;
  /** The root is not there any more; nothing else will be told. */
  onGone(): void;
  /** The system refuses to watch a folder for lack of means; nothing else will be told. */
  onLimit(error: Error): void;
}

export interface Tree {
  /** Resolves when all is watched; never where `onGone` or `onLimit` is called before. */
  readonly ready: Promise<void>;
  close(): void;
}

/** What an event about a name in a folder means besides what the folder itself is watched for. */
type Interest =
  | { readonly kind: 'file'; readonly path: string }
  /** The way to a root of the tree, or to a single file. */
  | { readonly kind: 'way' }
  /** A step of the symbolic link at `path`. */
  | { readonly kind: 'link'; readonly path: string };

interface Folder {
  readonly path: string;
  readonly watch: FolderWatch;
  /** Sources and folders in it count; otherwise only `names`. */
  isDeep: boolean;
  readonly names: Map<string, Interest[]>;
}

/** The opening of everything, and of folders that appeared since. */
interface Round {
  /** Folders that are being opened. */
  opening: number;
  readonly way: string;
  whenOpened: () => void;
}

/** How often the way to the roots is looked at: a move of a folder above them makes no event. */
export const lookIntervalMs = 1000;
/** How long a root may be away before it is gone: it may be being replaced. */
export const absenceMs = 300;
const absenceStepMs = 25;

export function watchTree(options: TreeOptions): Tree {
  const { root, folders: deepRoots, files, ignored } = options;
  const open = new Map<string, Folder>();
  const links = new Set<string>();
  let round: Round = { opening: 0, way: '', whenOpened: () => undefined };
  let isReady = false;
  let isClosed = false;
  let eventsInTurn = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let tellReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });

  /** Opens everything. */
  const start = (): void => {
    const own: Round = {
      opening: 1,
      way: describeWay(root, deepRoots, files),
      whenOpened: () => {
        if (isReady) options.onEverything();
        isReady = true;
        tellReady();
      },
    };
    round = own;
    for (const target of deepRoots) {
      watchName(target, { kind: 'way' });
      openDeep(target);
    }
    for (const file of files) {
      const isNear = nearestFolder(file).folder === path.dirname(file);
      watchName(file, isNear ? { kind: 'file', path: file } : { kind: 'way' });
    }
    openShallow(root);
    settle(own);
  };

  /** One of the folders that were being opened is open. */
  const settle = (own: Round): void => {
    if (own !== round) return;
    own.opening -= 1;
    if (own.opening > 0) return;
    // What appeared or went between the look at the way and the watches on it.
    if (describeWay(root, deepRoots, files) !== own.way) {
      restart();
      return;
    }
    const { whenOpened } = own;
    own.whenOpened = () => undefined;
    whenOpened();
  };

  const watchName = (target: string, interest: Interest): void => {
    const { folder, name } = nearestFolder(target);
    const { names } = openShallow(folder);
    names.set(name, [...(names.get(name) ?? []), interest]);
  };

  const openShallow = (folder: string): Folder => open.get(folder) ?? openNew(folder, false);

  const openDeep = (folder: string): void => {
    const known = open.get(folder);
    if (known === undefined) {
      openNew(folder, true);
    } else if (!known.isDeep) {
      known.isDeep = true;
      whenOpen(known, () => enter(known));
    }
  };

  const openNew = (folder: string, isDeep: boolean): Folder => {
    const watch = options.openFolder(folder, {
      onEvent: (type, name) => onEvent(entry, type, name),
      onError,
    });
    const entry: Folder = { path: folder, watch, isDeep, names: new Map() };
    open.set(folder, entry);
    whenOpen(entry, (isThere) => {
      if (!isThere) closeFolder(entry);
      else if (isDeep) enter(entry);
    });
    return entry;
  };

  const whenOpen = (folder: Folder, then: (isThere: boolean) => void): void => {
    const own = round;
    own.opening += 1;
    void folder.watch.opened.then((isThere) => {
      if (own === round && open.get(folder.path) === folder) then(isThere);
      settle(own);
    });
  };

  const closeFolder = (folder: Folder): void => {
    folder.watch.close();
    open.delete(folder.path);
  };

  /** Lists a folder of the tree that is being watched from now on. */
  const enter = (folder: Folder): void => {
    let hasSources = false;
    for (const entry of entriesOf(folder.path)) {
      const full = path.join(folder.path, entry.name);
      if (!isWatchable(full, ignored)) continue;
      if (entry.isDirectory()) {
        openDeep(full);
      } else if (isSource(entry.name)) {
        hasSources = true;
        if (entry.isSymbolicLink()) followLink(full);
      }
    }
    if (hasSources && isReady) options.onEverything();
  };

  const onEvent = (folder: Folder, type: FolderEventType, name: string | undefined): void => {
    countEvent();
    if (isClosed || open.get(folder.path) !== folder) return;
    if (name === undefined) {
      restart();
      return;
    }
    // Other folders of the tree are looked after by the events of the one above them.
    const isOwn = type === 'rename' && name === path.basename(folder.path);
    if (isOwn && (folder.names.size > 0 || isRoot(folder.path))) restart();
    for (const interest of folder.names.get(name) ?? []) {
      if (interest.kind === 'way') {
        if (type === 'rename') restart();
      } else {
        options.onPath(interest.path);
        if (interest.kind === 'link' && type === 'rename') followLink(interest.path);
      }
    }
    if (folder.isDeep) onEntry(path.join(folder.path, name), type);
  };

  const isRoot = (folder: string): boolean => folder === root || deepRoots.includes(folder);

  /** Something happened to an entry of a folder of the tree. */
  const onEntry = (entry: string, type: FolderEventType): void => {
    if (!isWatchable(entry, ignored)) return;
    if (isSource(entry)) options.onPath(entry);
    // Of a folder, a `change` is one of its permissions: it may have become readable.
    if (type === 'change' && (isSource(entry) || open.has(entry))) return;
    if (open.has(entry)) {
      closeBelow(entry);
      options.onEverything();
    }
    const stat = entryAt(entry);
    if (stat?.isDirectory() === true) openDeep(entry);
    else if (stat?.isSymbolicLink() === true && isSource(entry)) followLink(entry);
    else forgetLink(entry);
  };

  const closeBelow = (removed: string): void => {
    for (const folder of open.values()) {
      if (folder.path !== removed && !folder.path.startsWith(`${removed}/`)) continue;
      // It is on the way to something.
      if (folder.names.size > 0) restart();
      closeFolder(folder);
    }
  };

  /** Watches what the symbolic link at `link` points to, and the links on the way there. */
  const followLink = (link: string): void => {
    forgetLink(link);
    links.add(link);
    for (const step of linkSteps(link)) watchName(step, { kind: 'link', path: link });
    // What was written before the watches were open is told when they are.
    const own = round;
    const folders = [...open.values()].filter(({ names }) =>
      [...names.values()].flat().some((each) => each.kind === 'link' && each.path === link),
    );
    void Promise.all(folders.map(({ watch }) => watch.opened)).then(() => {
      if (own === round && isReady) options.onPath(link);
    });
  };

  const forgetLink = (link: string): void => {
    if (!links.delete(link)) return;
    for (const folder of open.values()) {
      for (const [name, interests] of folder.names) {
        const others = interests.filter((each) => each.kind !== 'link' || each.path !== link);
        if (others.length > 0) folder.names.set(name, others);
        else folder.names.delete(name);
      }
      if (!folder.isDeep && folder.names.size === 0 && folder.path !== root) closeFolder(folder);
    }
  };

  /** The system's queue drops what does not fit, and tells nobody; but a full one is read in one turn. */
  const countEvent = (): void => {
    if (eventsInTurn === 0) {
      setImmediate(() => {
        eventsInTurn = 0;
      });
    }
    eventsInTurn += 1;
    if (eventsInTurn === options.eventsAtOnce) restart();
  };

  const restart = (): void => {
    if (isClosed || restartTimer !== undefined) return;
    if (isReady) options.onEverything();
    restartTimer = setTimeout(reopen, 0);
  };

  /** Opens everything anew; where the root is missing, once it is back. */
  const reopen = (absentMs = 0): void => {
    closeAll();
    if (isFolder(root)) {
      restartTimer = undefined;
      start();
    } else if (absentMs < absenceMs) {
      restartTimer = setTimeout(() => reopen(absentMs + absenceStepMs), absenceStepMs);
    } else {
      close();
      options.onGone();
    }
  };

  const onError = (error: Error): void => {
    // A folder that cannot be read cannot be compiled from either: the build says so.
    if (isClosed || isMissing(error)) return;
    close();
    options.onLimit(error);
  };

  const closeAll = (): void => {
    for (const folder of open.values()) closeFolder(folder);
    links.clear();
    round = { ...round, opening: 0 };
  };

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    clearInterval(looking);
    clearTimeout(restartTimer);
    closeAll();
  };

  const looking = setInterval(() => {
    const { way, opening } = round;
    if (opening === 0 && describeWay(root, deepRoots, files) !== way) restart();
  }, lookIntervalMs);
  reopen();
  return { ready, close };
}
