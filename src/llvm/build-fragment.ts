/**
 * MIR to LLVM IR for one unit or class. The text depends on the order alone: it holds no position,
 * no attribute group, no metadata and no target.
 */

import { localOf } from '../base/ids.ts';
import { assertNever, InternalError, present } from '../base/invariant.ts';
import { helperUnit } from '../ir/helpers/helper.ts';
import type { MirFunction, MirUnit } from '../ir/mir.ts';
import { typeKey } from '../sema/type-key.ts';
import { buildClass, classDataSymbol } from './build-class.ts';
import { buildFunction, functionType } from './build-function.ts';
import { buildGlobal } from './build-global-memory.ts';
import type { HelperRequests } from './build-helpers.ts';
import type { UnitScope } from './build-scope.ts';
import type { FragmentText } from './fragment-text.ts';
import { splitModule } from './fragment-text.ts';
import { IrSession } from './ir-session.ts';
import { SiteTable } from './panic-sites.ts';
import type {
  ClassDescriptor,
  Fragment,
  FragmentOrder,
  FunctionNotes,
  LayoutFacts,
  VariableHome,
} from './protocol.ts';
import { programMain } from './runtime-abi.ts';
import { StaticData } from './static-data.ts';
import { TextPool } from './text-pool.ts';

/** LLVM's state of this process, made when the first fragment is ordered. */
let session: IrSession | undefined;

/** @throws InternalError with the IR's text when LLVM's verifier refuses it. */
export function buildFragment(order: FragmentOrder): Fragment {
  session ??= new IrSession();
  try {
    switch (order.kind) {
      case 'function':
        return buildUnit(session, order);
      case 'class':
        return buildDescriptor(session, order.descriptor);
      case 'global':
        return buildVariable(session, order);
      default:
        return assertNever(order);
    }
  } finally {
    session.erase();
  }
}

function buildUnit(
  ir: IrSession,
  { unit, layout, isInstance }: Extract<FragmentOrder, { kind: 'function' }>,
): Fragment {
  ir.types.useShapes(layout.values);
  const helpers: HelperRequests = new Map();
  const scope = unitScope(ir, unit, layout, helpers);
  for (const code of unit.functions) ir.function(code.symbol, functionType(ir, code));
  const homes = unit.functions.map((code) => buildFunction(scope, code));
  // A helper may ask for others, which the iteration meets as they are added.
  for (const { kind, type } of helpers.values()) {
    const helper = helperUnit(kind, type, layout.values);
    const own = unitScope(ir, helper, layout, helpers);
    for (const code of helper.functions) buildFunction(own, code);
  }
  const symbols = unit.functions.map((code) => code.symbol);
  if (isMain(unit)) {
    buildProgramMain(ir, unit);
    symbols.push(programMain);
  }
  const text = splitModule(verifiedText(ir, unit.symbol));
  const functions = unit.functions.map((code, index) =>
    notesOf(code, homes[index] ?? [], present(text.places[index], `places of ${code.symbol}`)),
  );
  return { symbols, ...textOf(text), sites: scope.sites.ordinals, functions, isInstance };
}

/** Without what notes are made of. */
function textOf({ places: _, ...text }: FragmentText): Omit<FragmentText, 'places'> {
  return text;
}

function notesOf(
  { symbol, kind, locals, parameterCount, result, scopes = [] }: MirFunction,
  variables: readonly VariableHome[],
  places: readonly number[],
): FunctionNotes {
  const parameters = locals.slice(0, parameterCount).map((local) => local.type);
  return { symbol, kind, types: [...parameters, result].map(typeKey), variables, scopes, places };
}

function unitScope(
  ir: IrSession,
  unit: MirUnit,
  layout: LayoutFacts,
  helpers: HelperRequests,
): UnitScope {
  const texts = new TextPool(ir, unit.symbol);
  const statics = new StaticData(ir, unit.symbol, texts);
  return { ir, unit, layout, sites: new SiteTable(ir, unit), texts, statics, helpers };
}

function buildVariable(ir: IrSession, order: Extract<FragmentOrder, { kind: 'global' }>): Fragment {
  ir.types.useShapes(order.values);
  buildGlobal(ir, order);
  const { decl } = order.global;
  const text = splitModule(verifiedText(ir, decl));
  return { symbols: [decl], ...textOf(text), sites: [], isInstance: false };
}

function buildDescriptor(ir: IrSession, descriptor: ClassDescriptor): Fragment {
  buildClass(ir, descriptor);
  const text = splitModule(verifiedText(ir, descriptor.symbol));
  return {
    symbols: [descriptor.symbol, classDataSymbol(descriptor.symbol)],
    ...textOf(text),
    sites: [],
    isInstance: descriptor.isInstance,
    methods: descriptor.methods,
  };
}

function isMain(unit: MirUnit): boolean {
  return localOf(unit.decl) === 'main';
}

/** What the runtime calls: the declared main, and 0 where it yields nothing. */
function buildProgramMain(ir: IrSession, unit: MirUnit): void {
  const code = present(unit.functions[0], `function of ${unit.symbol}`);
  const main = ir.function(code.symbol, functionType(ir, code));
  const entry = ir.block('entry', ir.function(programMain, ir.types.call([], exitCode).type));
  ir.builder.SetInsertPoint(entry);
  ir.place = undefined;
  const result = ir.builder.CreateCall(main, programArguments(ir, code));
  ir.builder.CreateRet(code.result.kind === 'void' ? ir.constants.i32(0) : result);
}

/** What the runtime was started with, where main takes it. */
function programArguments(ir: IrSession, code: MirFunction): llvm.Value[] {
  const [parameter] = code.parameterCount === 0 ? [] : code.locals;
  if (parameter === undefined) return [];
  const type = ir.types.value(parameter.type);
  const slot = ir.builder.CreateAlloca(type);
  const address = ir.builder.CreateBitCast(slot, ir.types.pointer);
  ir.builder.CreateCall(ir.runtime('bolt_program_args'), [address]);
  return [ir.builder.CreateLoad(type, slot)];
}

const exitCode = { kind: 'int', bits: 32, signed: true } as const;

function verifiedText(ir: IrSession, symbol: string): string {
  if (!ir.verify()) throw new InternalError(`Malformed IR for ${symbol}:\n${ir.print()}`);
  return ir.print();
}
