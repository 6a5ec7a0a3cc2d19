/**
 * What stack traces and debuggers need, as a module's metadata: a line for each instruction, names
 * of functions as users write them, variables with their types. Here fragments get their
 * positions. Paths are those that positions have, relative to the project, whose folder is called
 * `.`: objects do not depend on where it lies.
 */
import { present } from '../base/invariant.ts';
import type { ShapeSource } from '../ir/value-shapes.ts';
import { parseClassKey } from '../sema/parse-type-key.ts';
import { annotateBody } from './debug-lines.ts';
import type { ClassShape } from './debug-types.ts';
import { DebugTypes, qualified } from './debug-types.ts';
import type { MetadataRef } from './metadata.ts';
import { Metadata, quote } from './metadata.ts';
import type { FunctionNotes, VariableHome } from './protocol.ts';
import type { SitePosition } from './site-table.ts';

/** The positions of a unit's declaration. */
export interface SourceOf {
  /** As a user writes it: `Circle.area`. */
  readonly name: string;
  readonly start: SitePosition;
  locate(at: number): SitePosition;
}

/** A function's text with its metadata. */
export interface AnnotatedFunction {
  /** Of the function itself. */
  readonly mark: MetadataRef;
  readonly body: string;
}

export class DebugInfo {
  readonly #metadata = new Metadata();
  readonly #unit = this.#metadata.reserve();
  readonly #types: DebugTypes;
  readonly #classes: readonly MetadataRef[];
  #file: MetadataRef | undefined;
  #hasVariables = false;

  /** `shapes`: of the classes that the module's units describe; `values`: of structs and unions. */
  constructor(shapes: readonly ClassShape[], values: ShapeSource) {
    this.#types = new DebugTypes(this.#metadata, shapes, values);
    this.#classes = shapes.map(({ key }) => this.#types.object(key, qualified(parseClassKey(key))));
  }

  /** `body`: from behind the opening brace. */
  annotate(source: SourceOf, notes: FunctionNotes, body: string): AnnotatedFunction {
    const { start } = source;
    const file = this.#fileOf(start.path);
    const name = notes.kind === 'task' ? `${source.name}.async` : source.name;
    const line = notes.kind === 'task' ? firstLine(source, notes) : start.line;
    const mark = this.#metadata.distinct(
      `!DISubprogram(name: ${quote(name)}, scope: ${file}, file: ${file}, line: ${line}, ` +
        `type: ${this.#types.signature(notes.types)}, scopeLine: ${line}, ` +
        `spFlags: DISPFlagDefinition, unit: ${this.#unit}, retainedNodes: ${this.#metadata.node('!{}')})`,
    );
    const scopes = this.#scopes(mark, file, source, notes);
    const scopeOf = (scope: number): MetadataRef => scopes[scope] ?? mark;
    const location = (at: number, scope: number): MetadataRef =>
      this.#location(source.locate(at), scopeOf(scope));
    const variables = new Map(
      notes.variables.map((variable) => {
        const place = location(variable.at, variable.scope);
        const described = this.#variable(variable, {
          scope: scopeOf(variable.scope),
          file,
          source,
        });
        return [variable.home, { place, described }];
      }),
    );
    this.#hasVariables ||= variables.size > 0;
    const place = this.#location(start, mark);
    return { mark, body: annotateBody(body, { notes, location, variables, start: place }) };
  }

  /** Everything that stands outside of functions. */
  print(module: string): string {
    const metadata = this.#metadata;
    const file = this.#file ?? this.#fileOf(module);
    const flags = [
      metadata.node('!{i32 7, !"Dwarf Version", i32 5}'),
      metadata.node('!{i32 2, !"Debug Info Version", i32 3}'),
    ];
    this.#types.declareRest();
    const classes = metadata.node(`!{${this.#classes.join(', ')}}`);
    metadata.define(
      this.#unit,
      `distinct !DICompileUnit(language: DW_LANG_C99, file: ${file}, producer: "boltd", ` +
        `isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug, ` +
        `retainedTypes: ${classes}, splitDebugInlining: false, nameTableKind: None)`,
    );
    return [
      this.#hasVariables ? 'declare void @llvm.dbg.declare(metadata, metadata, metadata)\n' : '',
      `!llvm.module.flags = !{${flags.join(', ')}}\n`,
      `!llvm.dbg.cu = !{${this.#unit}}\n`,
      metadata.print(),
    ].join('');
  }

  /** Of each scope by its number, from 0: the function's own. */
  #scopes(
    mark: MetadataRef,
    file: MetadataRef,
    source: SourceOf,
    { scopes, variables }: FunctionNotes,
  ): readonly MetadataRef[] {
    const made = [mark];
    scopes.forEach((outer, index) => {
      const first = variables.find((variable) => variable.scope === index + 1);
      const { line } = first === undefined ? source.start : source.locate(first.at);
      const parent = present(made[outer], `scope ${outer}`);
      made.push(
        this.#metadata.distinct(`!DILexicalBlock(scope: ${parent}, file: ${file}, line: ${line})`),
      );
    });
    return made;
  }

  #variable(
    { name, type, at, parameter }: VariableHome,
    { scope, file, source }: { scope: MetadataRef; file: MetadataRef; source: SourceOf },
  ): MetadataRef {
    const number = parameter === undefined ? '' : `arg: ${parameter}, `;
    const { line } = source.locate(at);
    const described = present(this.#types.type(type) ?? undefined, `type of variable ${name}`);
    return this.#metadata.node(
      `!DILocalVariable(name: ${quote(name)}, ${number}scope: ${scope}, file: ${file}, ` +
        `line: ${line}, type: ${described})`,
    );
  }

  /** Without its column: one node does for a line, and nobody steps by less. */
  #location({ line }: SitePosition, scope: MetadataRef): MetadataRef {
    return this.#metadata.node(`!DILocation(line: ${line}, scope: ${scope})`);
  }

  #fileOf(path: string): MetadataRef {
    const file = this.#metadata.node(`!DIFile(filename: ${quote(path)}, directory: ".")`);
    this.#file ??= file;
    return file;
  }
}

/** A task has no name to stand at. */
function firstLine(source: SourceOf, { places }: FunctionNotes): number {
  for (let index = 0; index < places.length; index += 3) {
    if ((places[index + 2] ?? -1) >= 0) return source.locate(places[index + 1] ?? 0).line;
  }
  return source.start.line;
}
