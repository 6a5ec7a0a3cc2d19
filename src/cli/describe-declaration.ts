/** What a stage of the compiler made of a declaration, as text; or why it made nothing. */
import { selectFromCache } from '../../cache/select.ts';
import type { DeclId } from '../base/ids.ts';
import { moduleOf } from '../base/ids.ts';
import { assertNever } from '../base/invariant.ts';
import { makeUnitFragments } from '../build/driver.ts';
import type { Session } from '../build/session.ts';
import { typedBodyQuery } from '../compiler/queries/bodies.ts';
import { classHeaderQuery } from '../compiler/queries/classes.ts';
import { fragmentQuery, mirQuery } from '../compiler/queries/code.ts';
import { diagnosticsQuery } from '../compiler/queries/diagnostics.ts';
import type { OutlineEntry } from '../compiler/queries/inputs.ts';
import { outlineInput } from '../compiler/queries/inputs.ts';
import { typeParametersQuery } from '../compiler/queries/names.ts';
import { ownFieldQuery, signatureQuery } from '../compiler/queries/signatures.ts';
import { bodySyntaxQuery, signatureSyntaxQuery } from '../compiler/queries/syntax.ts';
import { hasErrors } from '../diagnostic/severity.ts';
import { printUnit } from '../ir/print-mir.ts';
import { unitKey } from '../ir/unit-key.ts';
import { printTypedBody } from '../sema/print-hir.ts';
import { printBlock, printSignature } from '../syntax/print-tree.ts';
import type { SessionWork } from './session.ts';

export const aspects = ['ir', 'llvm', 'ast', 'types', 'deps', 'rdeps'] as const;
export type Aspect = (typeof aspects)[number];

export type Description =
  | { readonly kind: 'text'; readonly text: string }
  /** There is nothing to show; `isMistake`: because the program has errors. */
  | { readonly kind: 'nothing'; readonly reason: string; readonly isMistake: boolean };

export async function describeDeclaration(
  work: SessionWork,
  aspect: Aspect,
  entry: OutlineEntry,
): Promise<Description> {
  const { engine } = work.session;
  switch (aspect) {
    case 'ast': {
      const signature = printSignature(engine.get(signatureSyntaxQuery, entry.id));
      const body = isCallable(entry) ? engine.get(bodySyntaxQuery, entry.id) : null;
      return text(body === null ? signature : `${signature}\n${printBlock(body)}`);
    }
    case 'types':
      return describeTypes(work.session, entry);
    case 'ir':
      return describeIr(work.session, entry);
    case 'llvm':
      return describeLlvm(work, entry);
    case 'deps':
    case 'rdeps':
      return text(edgesOf(work.session, entry.id, aspect));
    default:
      return assertNever(aspect);
  }
}

function describeTypes({ engine }: Session, { id, kind }: OutlineEntry): Description {
  switch (kind) {
    case 'function':
    case 'main':
    case 'method': {
      const signature = json(engine.get(signatureQuery, id));
      const body = engine.get(typedBodyQuery, id);
      return text(body === null ? signature : `${signature}\n${printTypedBody(body)}`);
    }
    case 'class':
      return text(json(engine.get(classHeaderQuery, id)));
    case 'field':
      return text(json(engine.get(ownFieldQuery, id)));
    case 'import':
    case 'stray':
      return nothing('It declares nothing that has a type');
    default:
      return assertNever(kind);
  }
}

function describeIr(session: Session, entry: OutlineEntry): Description {
  if (!isCallable(entry)) return nothing(withoutCode(session, entry));
  const unit = session.engine.get(mirQuery, entry.id);
  return unit === null ? mistaken : text(printUnit(unit));
}

/** Of a declaration that is not generic; each instance of a generic one has code of its own. */
async function describeLlvm(
  { session, makers }: SessionWork,
  entry: OutlineEntry,
): Promise<Description> {
  const { engine } = session;
  const { id, kind } = entry;
  if (!isCallable(entry) && kind !== 'class') return nothing(withoutCode(session, entry));
  // Of a declaration with mistakes, or of one that uses another's.
  if (hasErrors(engine.get(diagnosticsQuery, id))) return mistaken;
  if (isGeneric(session, entry)) {
    return nothing(
      'It is generic: LLVM IR is made for each instance, in the modules that use it; `query ir` shows ' +
        'what they share',
    );
  }
  const key =
    kind === 'class'
      ? unitKey({ kind: 'class', type: { kind: 'class', decl: id, args: [] } })
      : unitKey({ kind: 'function', decl: id, typeArgs: [] });
  const isMade = await makeUnitFragments({ engine, makers: makers() }, [key]);
  return isMade ? text(engine.get(fragmentQuery, key).definitions) : mistaken;
}

function isGeneric({ engine }: Session, { id, kind, parent }: OutlineEntry): boolean {
  const owner = kind === 'class' ? id : parent;
  if (owner !== undefined && engine.get(typeParametersQuery, owner).length > 0) return true;
  return kind !== 'class' && engine.get(signatureQuery, id).typeParameters.length > 0;
}

function withoutCode({ engine }: Session, { id, kind }: OutlineEntry): string {
  if (kind !== 'class') return `A ${kind} has no code of its own`;
  const methods = engine
    .get(outlineInput, moduleOf(id))
    .filter((each) => each.parent === id && each.kind === 'method')
    .map((each) => each.name);
  const some = [...new Set(methods)].join(', ');
  return `A class has no IR of its own; its methods have${some === '' ? '' : `: ${some}`}`;
}

function isCallable({ kind }: OutlineEntry): boolean {
  return kind === 'function' || kind === 'main' || kind === 'method';
}

/** What the declaration's memos read, or what reads them; itself left out. Asks the database, as users can. */
function edgesOf({ engine, paths }: Session, decl: DeclId, direction: 'deps' | 'rdeps'): string {
  engine.flush();
  const { rows } = selectFromCache({
    folder: paths.cache,
    sql: direction === 'deps' ? depsSql : rdepsSql,
    parameters: [decl, decl],
    maxRows: 100_000,
  });
  return rows.map(([name, key]) => `${name}(${key})`).join('\n');
}

const depsSql = `SELECT DISTINCT to_query, to_key FROM v_dependencies
  WHERE from_key = ? AND to_key <> ? ORDER BY to_query, to_key`;

const rdepsSql = `SELECT DISTINCT dependent_query, dependent_key FROM v_dependents
  WHERE key = ? AND dependent_key <> ? ORDER BY dependent_query, dependent_key`;

const mistaken: Description = {
  kind: 'nothing',
  reason: 'It has no code because of mistakes; `boltd check` shows them',
  isMistake: true,
};

function nothing(reason: string): Description {
  return { kind: 'nothing', reason, isMistake: false };
}

function text(shown: string): Description {
  return { kind: 'text', text: shown };
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
