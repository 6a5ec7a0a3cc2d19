/**
 * Builds the control-flow graph of one function, block by block.
 *
 * Invariant: instructions go only where control can come. Behind a `return`, `break` or `goto`
 * there is no current block; what is emitted there vanishes, and a label that nothing jumps to
 * opens no block. So the finished graph has no unreachable block, and no later pass is needed to
 * find them.
 */
import { assertNever, invariant, present } from '../../base/invariant.ts';
import type { Ordinal } from '../../base/span.ts';
import type { Type } from '../../sema/type.ts';
import type {
  BlockId,
  Instruction,
  MirBlock,
  MirFunction,
  MirLocal,
  Operand,
  ScopeId,
  SlotId,
  TempId,
  Terminator,
} from '../mir.ts';
import { zeroOf } from '../operand.ts';

export interface FunctionBuilder {
  readonly locals: MirLocal[];
  readonly temps: Type[];
  readonly blocks: OpenBlock[];
  /** Where instructions go; undefined where control cannot come. */
  current: OpenBlock | undefined;
  /** The token that instructions are made from now. */
  at: Ordinal;
  /** The scope around each scope of variables, from scope 1. */
  readonly scopes: ScopeId[];
  /** The innermost scope here. */
  scope: ScopeId;
  /** It is that of the block being lowered, rather than of one around it. */
  isOwnScope: boolean;
}

/** A place to jump to. */
export interface Label {
  /** How many jumps lead here so far. */
  jumps: number;
  /**
   * The block that ends in a `goto` to here, if that is the only jump: the two become one block.
   */
  onlyGoto: OpenBlock | undefined;
  block: OpenBlock | undefined;
}

interface OpenBlock {
  readonly number: BlockId;
  readonly instructions: Instruction[];
  terminator: OpenTerminator | undefined;
}

export interface Branches {
  readonly then: Label;
  readonly otherwise: Label;
}

/** `cases` are distinct values of an integer type, bool or char, in decimal. */
export interface Switch {
  readonly value: Operand;
  readonly type: Type;
  readonly cases: readonly { readonly value: string; readonly target: Label }[];
  readonly otherwise: Label;
}

/** What is restored behind a block of the source. */
export type SourceBlock = Pick<FunctionBuilder, 'scope' | 'isOwnScope'>;

type OpenTerminator = Place & OpenEnding;

interface Place {
  readonly at: Ordinal;
  readonly scope?: ScopeId;
}

type OpenEnding =
  | { readonly op: 'goto'; readonly target: Label }
  | ({ readonly op: 'branch'; readonly condition: Operand } & Branches)
  | ({ readonly op: 'switch' } & Switch)
  | { readonly op: 'return'; readonly value: Operand | undefined }
  | { readonly op: 'unreachable' };

/** A function whose entry block is open. */
export function newBuilder(at: Ordinal): FunctionBuilder {
  const builder: FunctionBuilder = {
    locals: [],
    temps: [],
    blocks: [],
    current: undefined,
    at,
    scopes: [],
    scope: 0,
    isOwnScope: true,
  };
  openBlock(builder);
  return builder;
}

export function newLabel(): Label {
  return { jumps: 0, onlyGoto: undefined, block: undefined };
}

export function isReachable(builder: FunctionBuilder): boolean {
  return builder.current !== undefined;
}

export function addSlot(builder: FunctionBuilder, local: MirLocal): SlotId {
  return builder.locals.push(local) - 1;
}

/** A slot for a variable of the block being lowered, whose scope begins with its first one. */
export function addVariable(builder: FunctionBuilder, local: MirLocal): SlotId {
  if (!builder.isOwnScope) {
    builder.scope = builder.scopes.push(builder.scope);
    builder.isOwnScope = true;
  }
  return addSlot(builder, { ...local, scope: builder.scope });
}

/** Opens a block of the source, for `leaveBlock`. */
export function enterBlock(builder: FunctionBuilder): SourceBlock {
  const { scope, isOwnScope } = builder;
  builder.isOwnScope = false;
  return { scope, isOwnScope };
}

export function leaveBlock(builder: FunctionBuilder, { scope, isOwnScope }: SourceBlock): void {
  builder.scope = scope;
  builder.isOwnScope = isOwnScope;
}

export function emit(builder: FunctionBuilder, instruction: Instruction): void {
  builder.current?.instructions.push(placed(builder, instruction));
}

/** Emits the instruction that `make` returns for a new temp of `type`, and yields that temp. */
export function define(
  builder: FunctionBuilder,
  type: Type,
  make: (dest: TempId) => Instruction,
): Operand {
  if (builder.current === undefined) return zeroOf(type);
  const temp = builder.temps.push(type) - 1;
  builder.current.instructions.push(placed(builder, make(temp)));
  return { kind: 'temp', temp };
}

export function jump(builder: FunctionBuilder, target: Label): void {
  const block = builder.current;
  if (block === undefined) return;
  invariant(target.block === undefined || target.block.number > 0, 'A jump to the entry block');
  target.jumps += 1;
  target.onlyGoto = target.jumps === 1 ? block : undefined;
  close(builder, { op: 'goto', target });
}

export function branch(builder: FunctionBuilder, condition: Operand, targets: Branches): void {
  if (condition.kind === 'bool') {
    jump(builder, condition.value ? targets.then : targets.otherwise);
    return;
  }
  if (builder.current === undefined) return;
  for (const target of [targets.then, targets.otherwise]) {
    target.jumps += 1;
    target.onlyGoto = undefined;
  }
  close(builder, { op: 'branch', condition, ...targets });
}

export function switchTo(builder: FunctionBuilder, choice: Switch): void {
  if (builder.current === undefined) return;
  for (const target of [...choice.cases.map((each) => each.target), choice.otherwise]) {
    target.jumps += 1;
    target.onlyGoto = undefined;
  }
  close(builder, { op: 'switch', ...choice });
}

export function leave(builder: FunctionBuilder, value: Operand | undefined): void {
  close(builder, { op: 'return', value });
}

/** Control does not come back from the last instruction. */
export function endUnreachable(builder: FunctionBuilder): void {
  close(builder, { op: 'unreachable' });
}

/** Goes on at `label`, to which all jumps have been made. */
export function place(builder: FunctionBuilder, label: Label): void {
  invariant(builder.current === undefined, 'A label in the middle of a block');
  if (label.onlyGoto !== undefined) {
    label.onlyGoto.terminator = undefined;
    label.block = label.onlyGoto;
    builder.current = label.onlyGoto;
  } else if (label.jumps > 0) {
    label.block = openBlock(builder);
  }
}

/** Opens a block that will be jumped back to. */
export function placeLoopHead(builder: FunctionBuilder): Label {
  const label = newLabel();
  if (builder.current === undefined) return label;
  label.jumps = 1;
  close(builder, { op: 'goto', target: label });
  label.block = openBlock(builder);
  return label;
}

/** The blocks in the order in which they were opened, without those that only jump on. */
export function finishBlocks(builder: FunctionBuilder): MirFunction['blocks'] {
  invariant(builder.current === undefined, 'An open block at the end of a function');
  const kept = builder.blocks.filter((block) => block.number === 0 || onward(block) === undefined);
  const numbers = new Map(kept.map((block, number) => [block, number]));
  return kept.map(
    (block): MirBlock => ({
      instructions: block.instructions,
      terminator: closed(present(block.terminator, `terminator of bb${block.number}`), numbers),
    }),
  );
}

/** Where an empty block jumps to, unless it is a loop of nothing, which stays. */
function onward(block: OpenBlock): OpenBlock | undefined {
  if (!isEmpty(block) || block.terminator?.op !== 'goto') return undefined;
  const next = block.terminator.target.block;
  const isLoop = next === undefined || (next.number <= block.number && isEmpty(next));
  return isLoop ? undefined : next;
}

function isEmpty(block: OpenBlock): boolean {
  return block.instructions.length === 0;
}

function openBlock(builder: FunctionBuilder): OpenBlock {
  const { blocks } = builder;
  const block: OpenBlock = { number: blocks.length, instructions: [], terminator: undefined };
  blocks.push(block);
  builder.current = block;
  return block;
}

/** A check says itself where it panics. */
function placed(builder: FunctionBuilder, instruction: Instruction): Instruction {
  return { ...placeOf(builder), ...instruction };
}

function placeOf({ at, scope }: FunctionBuilder): Place {
  return scope === 0 ? { at } : { at, scope };
}

function close(builder: FunctionBuilder, ending: OpenEnding): void {
  if (builder.current !== undefined)
    builder.current.terminator = { ...placeOf(builder), ...ending };
  builder.current = undefined;
}

type BlockNumbers = ReadonlyMap<OpenBlock, BlockId>;

function closed(terminator: OpenTerminator, numbers: BlockNumbers): Terminator {
  const { at, scope } = terminator;
  const place = scope === undefined ? { at } : { at, scope };
  switch (terminator.op) {
    case 'goto':
      return { op: 'goto', target: blockOf(terminator.target, numbers), ...place };
    case 'branch': {
      const then = blockOf(terminator.then, numbers);
      const otherwise = blockOf(terminator.otherwise, numbers);
      if (then === otherwise) return { op: 'goto', target: then, ...place };
      return { op: 'branch', condition: terminator.condition, then, otherwise, ...place };
    }
    case 'switch': {
      const { op, value, type } = terminator;
      const cases = terminator.cases.map((each) => ({
        value: each.value,
        target: blockOf(each.target, numbers),
      }));
      const otherwise = blockOf(terminator.otherwise, numbers);
      return { op, value, type, cases, otherwise, ...place };
    }
    case 'return':
      return terminator.value === undefined
        ? { op: 'return', ...place }
        : { op: 'return', value: terminator.value, ...place };
    case 'unreachable':
      return { op: 'unreachable', ...place };
    default:
      return assertNever(terminator);
  }
}

function blockOf(label: Label, numbers: BlockNumbers): BlockId {
  let block = present(label.block, 'block of a label that is jumped to');
  for (let next = onward(block); next !== undefined; next = onward(block)) block = next;
  return present(numbers.get(block), `number of bb${block.number}`);
}
