/** Local variables: declaration, lookup, and the captures that a mention inside a task causes. */
import { present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { Local, LocalId } from '../hir.ts';
import type { Checker } from './checker.ts';
import { ERROR } from './primitives.ts';

/** Runs `body` with a new innermost scope. */
export function inScope<T>(checker: Checker, body: () => T): T {
  openScope(checker);
  const result = body();
  closeScope(checker);
  return result;
}

/** For what blocks inside one another go through, where a frame less of the stack counts; see `inScope`. */
export function openScope(checker: Checker): void {
  checker.scopes.push({ names: undefined });
}

export function closeScope(checker: Checker): void {
  checker.scopes.pop();
}

/**
 * Takes the next id before the type is known, so that ids follow the text also where a variable's value
 * declares variables itself. `defineLocal` must follow.
 */
export function reserveLocal(checker: Checker, name: string, at: Ordinal): LocalId {
  checker.taskOfLocal.push(checker.tasks.length - 1);
  return checker.locals.push({ name, type: ERROR, kind: 'let', borrowed: false, at }) - 1;
}

export function defineLocal(checker: Checker, id: LocalId, local: Local): void {
  checker.locals[id] = local;
}

/** Makes a declared local visible in the innermost scope; returns the one that has the name there already. */
export function bindLocal(checker: Checker, id: LocalId): LocalId | undefined {
  const frame = present(checker.scopes[checker.scopes.length - 1], 'a scope');
  const name = localAt(checker, id).name;
  frame.names ??= new Map();
  const earlier = frame.names.get(name);
  frame.names.set(name, id);
  return earlier;
}

export function localAt(checker: Checker, id: LocalId): Local {
  return present(checker.locals[id], 'a local');
}

/** The variable that `name` means here, without mentioning it. */
export function findLocal(checker: Checker, name: string): LocalId | undefined {
  const { scopes } = checker;
  for (let index = scopes.length - 1; index >= 0; index--) {
    const id = scopes[index]?.names?.get(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Notes that the current task uses a local: every task between its declaration and here has to capture it. */
export function mentionLocal(checker: Checker, id: LocalId): void {
  const home = checker.taskOfLocal[id] ?? 0;
  for (let task = checker.tasks.length - 1; task > home; task--)
    checker.tasks[task]?.captures.add(id);
}

/** Whether the current task has a copy of the local rather than the local itself. */
export function isCaptured(checker: Checker, id: LocalId): boolean {
  return (checker.taskOfLocal[id] ?? 0) < checker.tasks.length - 1;
}

/** Names of all visible locals, for suggestions. */
export function* visibleNames(checker: Checker): Iterable<string> {
  for (const frame of checker.scopes) if (frame.names !== undefined) yield* frame.names.keys();
}
