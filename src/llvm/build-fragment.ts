/**
 * MIR to LLVM IR for one unit or class. The text depends on the order alone: it holds no position,
 * no attribute group, no metadata and no target.
 */

import { localOf } from '../base/ids.ts';
import { assertNever, InternalError, present } from '../base/invariant.ts';
import type { MirFunction, MirUnit } from '../ir/mir.ts';
import { typeKey } from '../sema/type-key.ts';
import { buildClass, classDataSymbol } from './build-class.ts';
import { buildFunction, functionType } from './build-function.ts';
import type { UnitScope } from './build-scope.ts';
import { splitModule } from './fragment-text.ts';
import { IrSession } from './ir-session.ts';
import { SiteTable } from './panic-sites.ts';
import type {
  ClassDescriptor,
  Fragment,
  FragmentOrder,
  FunctionNotes,
  VariableHome,
} from './protocol.ts';
import { programMain } from './runtime-abi.ts';
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
  const scope: UnitScope = {
    ir,
    unit,
    layout,
    sites: new SiteTable(ir, unit),
    texts: new TextPool(ir, unit.symbol),
  };
  for (const code of unit.functions) ir.function(code.symbol, functionType(ir, code));
  const homes = unit.functions.map((code) => buildFunction(scope, code));
  const symbols = unit.functions.map((code) => code.symbol);
  if (isMain(unit)) {
    buildProgramMain(ir, unit);
    symbols.push(programMain);
  }
  const { definitions, declarations, places } = splitModule(verifiedText(ir, unit.symbol));
  const functions = unit.functions.map((code, index) =>
    notesOf(code, homes[index] ?? [], present(places[index], `places of ${code.symbol}`)),
  );
  return {
    symbols,
    definitions,
    declarations,
    sites: scope.sites.ordinals,
    functions,
    isInstance,
  };
}

function notesOf(
  { symbol, kind, locals, parameterCount, result, scopes = [] }: MirFunction,
  variables: readonly VariableHome[],
  places: readonly number[],
): FunctionNotes {
  const parameters = locals.slice(0, parameterCount).map((local) => local.type);
  return { symbol, kind, types: [...parameters, result].map(typeKey), variables, scopes, places };
}

function buildDescriptor(ir: IrSession, descriptor: ClassDescriptor): Fragment {
  buildClass(ir, descriptor);
  const { definitions, declarations } = splitModule(verifiedText(ir, descriptor.symbol));
  return {
    symbols: [descriptor.symbol, classDataSymbol(descriptor.symbol)],
    definitions,
    declarations,
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
  const result = ir.builder.CreateCall(main, []);
  ir.builder.CreateRet(code.result.kind === 'void' ? ir.constants.i32(0) : result);
}

const exitCode = { kind: 'int', bits: 32, signed: true } as const;

function verifiedText(ir: IrSession, symbol: string): string {
  if (!ir.verify()) throw new InternalError(`Malformed IR for ${symbol}:\n${ir.print()}`);
  return ir.print();
}
