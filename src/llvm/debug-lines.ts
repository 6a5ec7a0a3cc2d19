/** Puts metadata behind the instructions of a function's text, and declares its variables. */
import { endsInstruction } from './fragment-text.ts';
import type { MetadataRef } from './metadata.ts';
import type { FunctionNotes } from './protocol.ts';

export interface BodyNotes {
  readonly notes: FunctionNotes;
  location(at: number, scope: number): MetadataRef;
  /** By their homes: where each is declared, and what it is. */
  readonly variables: ReadonlyMap<string, DeclaredVariable>;
  /** Where the function begins. */
  readonly start: MetadataRef;
}

export interface DeclaredVariable {
  readonly place: MetadataRef;
  readonly described: MetadataRef;
}

export function annotateBody(body: string, known: BodyNotes): string {
  const { places } = known.notes;
  const lines: string[] = [];
  const declarations: string[] = [];
  let isPrologue = true;
  let run = -3;
  let left = 0;
  let mark = '';
  for (const line of body.split('\n')) {
    if (!endsInstruction(line)) {
      lines.push(line);
      continue;
    }
    if (left === 0) {
      run += 3;
      left = places[run] ?? 0;
      const scope = places[run + 2] ?? -1;
      mark = scope < 0 ? '' : `, !dbg ${known.location(places[run + 1] ?? 0, scope)}`;
    }
    left -= 1;
    if (isPrologue) {
      const declaration = declarationOf(line, known);
      if (declaration !== undefined) declarations.push(declaration);
      if (!line.includes(' = alloca ')) {
        isPrologue = false;
        // All at once, for nothing may stand between the allocations.
        for (const each of declarations) lines.push(each);
      }
    }
    lines.push(line + (mark === '' && isCall(line) ? `, !dbg ${known.start}` : mark));
  }
  return lines.join('\n');
}

/** LLVM wants a place for each call, which may be inlined. */
function isCall(line: string): boolean {
  return line.startsWith('  call ') || line.includes(' = call ');
}

function declarationOf(line: string, { variables }: BodyNotes): string | undefined {
  const name = / = alloca /.exec(line);
  if (name === null) return undefined;
  const home = line.slice(2, name.index);
  const variable = variables.get(home);
  if (variable === undefined) return undefined;
  const type = line.slice(name.index + ' = alloca '.length, line.lastIndexOf(', align '));
  const { place, described } = variable;
  const operands = `metadata ${type}* ${home}, metadata ${described}, metadata !DIExpression()`;
  return `  call void @llvm.dbg.declare(${operands}), !dbg ${place}`;
}
