/**
 * Writes of locked fields. Every access takes the object's lock; a write whose right side reads the same
 * object and calls nothing runs under one exclusive lock. A read and a write that lock separately lose
 * updates, so they get a warning.
 */
import type { Range } from '../../syntax/ast.ts';
import type { FieldRef, HirExpr, LocalId } from '../hir.ts';
import type { Checker } from './checker.ts';
import { report, spanOf } from './checker.ts';
import { lockedCapabilities } from './members.ts';

export interface LockedWrite {
  readonly object: HirExpr;
  readonly field: FieldRef;
  readonly value: HirExpr;
  /** `op=`: reads the field too, and evaluates the object once. */
  readonly isCompound: boolean;
  readonly range: Range;
}

/** Whether the write runs under one exclusive lock with its reads; warns where it should and cannot. */
export function isExclusiveWrite(checker: Checker, write: LockedWrite): boolean {
  if (!write.field.locked) return false;
  const { reads, isSimple } = inspect(write);
  const doesRead = write.isCompound || reads;
  const isDirect = write.isCompound || write.object.kind === 'local';
  if (doesRead && isSimple && isDirect) return true;
  if (doesRead && !holdsLock(checker, write.object)) warn(checker, write);
  return false;
}

/** Inside a method that declares a locked capability, `this` is locked already. */
function holdsLock(checker: Checker, object: HirExpr): boolean {
  const { thisType, signature } = checker.owner;
  if (thisType?.kind !== 'class' || object.kind !== 'local') return false;
  if (checker.locals[object.local]?.kind !== 'this') return false;
  const locked = lockedCapabilities(checker, thisType);
  return signature.capabilities.some((capability) => locked.has(capability));
}

function warn(checker: Checker, { field, range, isCompound }: LockedWrite): void {
  const reason = isCompound
    ? 'The right side calls something or waits, so that the read and the write lock separately.'
    : 'The right side does more than compute with the fields of a variable, so that the read and the write lock separately.';
  report(
    checker,
    'W0301',
    spanOf(checker, range),
    `Another task can change \`${field.name}\` between the read and the write`,
    {
      notes: [
        reason,
        'Move both into a method that declares the locked capability: it holds the lock throughout.',
      ],
    },
  );
}

export interface Findings {
  /** A locked field of the written object is read. */
  reads: boolean;
  /** Nothing but computation: no calls, loops, tasks, or jumps. */
  isSimple: boolean;
}

/** What is looked for in the right side of a write. */
export interface Inspection {
  /** Whether the node reads what is written. */
  isRead(node: HirExpr): boolean;
  /** Whether writing to the local changes what the write is about. */
  isRebound(local: LocalId): boolean;
}

function inspect({ object, value }: LockedWrite): Findings {
  return inspectValue(value, {
    isRead: (node) =>
      (node.kind === 'field' || node.kind === 'consumeField') &&
      node.field.locked &&
      isSameObject(node.object, object),
    isRebound: (local) => object.kind === 'local' && object.local === local,
  });
}

/** Looks through the right side without recursion: chains of operators can be of any length. */
export function inspectValue(value: HirExpr, inspection: Inspection): Findings {
  const findings: Findings = { reads: false, isSimple: true };
  const pending: HirExpr[] = [value];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (inspection.isRead(node)) findings.reads = true;
    visit(node, { inspection, findings, pending });
  }
  return findings;
}

interface Visit {
  readonly inspection: Inspection;
  readonly findings: Findings;
  readonly pending: HirExpr[];
}

function visit(node: HirExpr, { inspection, findings, pending }: Visit): void {
  switch (node.kind) {
    case 'field':
    case 'consumeField':
      pending.push(node.object);
      return;
    case 'binary':
      pending.push(node.left, node.right);
      return;
    case 'unary':
    case 'convert':
      pending.push(node.operand);
      return;
    case 'interpolate':
      for (const part of node.parts) if (typeof part !== 'string') pending.push(part);
      return;
    case 'if':
      pending.push(node.condition);
      pushAll(pending, node.then.statements);
      if (node.otherwise !== undefined) pushAll(pending, node.otherwise.statements);
      return;
    case 'block':
      pushAll(pending, node.block.statements);
      return;
    case 'new':
      for (const init of node.inits) pending.push(init.value);
      return;
    case 'let':
      pending.push(node.value);
      return;
    case 'assignLocal':
    case 'compoundLocal':
      if (inspection.isRebound(node.local)) findings.isSimple = false;
      pending.push(node.value);
      return;
    case 'consumeLocal':
      if (inspection.isRebound(node.local)) findings.isSimple = false;
      return;
    case 'assignField':
    case 'compoundField':
      pending.push(node.object, node.value);
      return;
    case 'callFunction':
    case 'printf':
      findings.isSimple = false;
      pushAll(pending, node.args);
      return;
    case 'callMethod':
      findings.isSimple = false;
      pending.push(node.receiver);
      pushAll(pending, node.args);
      return;
    case 'int':
    case 'float':
    case 'bool':
    case 'string':
    case 'local':
    case 'constant':
    case 'none':
    case 'global':
    case 'error':
      return;
    case 'member':
      pending.push(node.object);
      return;
    default:
      // Loops, tasks and jumps: the lock must not be held across them.
      findings.isSimple = false;
  }
}

function pushAll(pending: HirExpr[], nodes: readonly HirExpr[]): void {
  for (const node of nodes) pending.push(node);
}

/** The same variable, or the same path of fields from one. */
function isSameObject(a: HirExpr, b: HirExpr): boolean {
  if (a.kind === 'local') return b.kind === 'local' && a.local === b.local;
  return (
    a.kind === 'field' &&
    b.kind === 'field' &&
    a.field.decl === b.field.decl &&
    isSameObject(a.object, b.object)
  );
}
