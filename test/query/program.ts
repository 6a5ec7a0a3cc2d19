/**
 * Random programs over the engine, and what they mean without one. A program is a list of nodes,
 * each a list of instructions over an accumulator: reads of inputs and nodes, reports, branches.
 * The values are small, so that results often come out the same.
 *
 * `evaluate` is the plain meaning, in which cycles are settled as the engine's documentation says.
 * The `Oracle` beside it knows which nodes have to be executed: those that, of all traces
 * remembered, have none that agrees with what the node reads now.
 */
import fc from 'fast-check';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import type {
  AnyQuery,
  DerivedQuery,
  ExternalQuery,
  InputQuery,
  QueryContext,
} from '../../src/query/query.ts';

export type Instruction =
  | { readonly kind: 'input'; readonly input: number }
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'reports'; readonly node: number }
  | { readonly kind: 'report' }
  | { readonly kind: 'reduce'; readonly modulus: number }
  | { readonly kind: 'branch'; readonly ifOdd: Body; readonly ifEven: Body };

export type Body = readonly Instruction[];

export interface Program {
  readonly inputs: number;
  readonly nodes: readonly Body[];
  /** How the result of each node is kept, or that it is made outside. */
  readonly kinds: readonly NodeKind[];
}

export type NodeKind = 'stored' | 'unstored' | 'external';

/** What a node comes to. */
export interface Outcome {
  readonly value: number;
  readonly reports: readonly number[];
}

export const absent = 0;
const range = 12;

/**
 * A program without cycles reads only nodes before the reader; only such a one has external nodes.
 */
export function programs(shape: 'acyclic' | 'cyclic' | 'external'): fc.Arbitrary<Program> {
  const kinds: readonly NodeKind[] =
    shape === 'external' ? ['stored', 'unstored', 'external'] : ['stored', 'unstored'];
  return fc
    .record({ inputs: fc.integer({ min: 1, max: 5 }), nodes: fc.integer({ min: 1, max: 10 }) })
    .chain(({ inputs, nodes }) =>
      fc.record({
        inputs: fc.constant(inputs),
        nodes: fc.tuple(
          ...Array.from({ length: nodes }, (_, index) =>
            bodies(inputs, shape === 'cyclic' ? nodes : index, 2),
          ),
        ),
        kinds: fc.array(fc.constantFrom(...kinds), { minLength: nodes, maxLength: nodes }),
      }),
    );
}

function bodies(inputs: number, nodes: number, depth: number): fc.Arbitrary<Body> {
  const input = fc.nat(inputs - 1).map((index): Instruction => ({ kind: 'input', input: index }));
  const plain: fc.Arbitrary<Instruction>[] = [
    input,
    fc.constant({ kind: 'report' }),
    fc.integer({ min: 1, max: 4 }).map((modulus): Instruction => ({ kind: 'reduce', modulus })),
  ];
  if (nodes > 0) {
    const node = fc.nat(nodes - 1);
    plain.push(
      node.map((index): Instruction => ({ kind: 'node', node: index })),
      node.map((index): Instruction => ({ kind: 'node', node: index })),
      node.map((index): Instruction => ({ kind: 'reports', node: index })),
    );
  }
  if (depth > 0) {
    const inner = bodies(inputs, nodes, depth - 1);
    plain.push(
      fc
        .tuple(inner, inner)
        .map(([ifOdd, ifEven]): Instruction => ({ kind: 'branch', ifOdd, ifEven })),
    );
  }
  return fc.array(fc.oneof(...plain), { maxLength: 5 });
}

/** What an instruction can ask of its surroundings. */
interface Reader {
  input(index: number): number;
  node(index: number): number;
  reports(index: number): readonly number[];
  report(value: number): void;
}

function interpret(body: Body, reader: Reader, start: number): number {
  let value = start;
  for (const instruction of body) {
    switch (instruction.kind) {
      case 'input':
        value = (value * 5 + reader.input(instruction.input)) % range;
        break;
      case 'node':
        value = (value * 7 + reader.node(instruction.node)) % range;
        break;
      case 'reports':
        value =
          (value + reader.reports(instruction.node).reduce((sum, next) => sum + next, 1)) % range;
        break;
      case 'report':
        reader.report(value);
        break;
      case 'reduce':
        value %= instruction.modulus;
        break;
      case 'branch':
        value = interpret(value % 2 === 1 ? instruction.ifOdd : instruction.ifEven, reader, value);
        break;
    }
  }
  return value;
}

export interface ProgramQueries {
  readonly input: InputQuery<string, number>;
  readonly stored: DerivedQuery<string, number>;
  readonly unstored: DerivedQuery<string, number>;
  readonly external: ExternalQuery<string, number, number>;
  /** The query of a node that is not external. */
  of(node: number): DerivedQuery<string, number>;
  readonly all: readonly AnyQuery[];
}

/** The program's queries; on a cycle a node is worth the length of the chain, and reports it. */
export function queriesOf(program: Program): ProgramQueries {
  const input: InputQuery<string, number> = { kind: 'input', name: 'input', absent };
  const of = (node: number): DerivedQuery<string, number> =>
    program.kinds[node] === 'unstored' ? unstored : stored;
  const isExternal = (node: number): boolean => program.kinds[node] === 'external';
  const execute = (context: QueryContext, key: string): number =>
    interpret(
      program.nodes[Number(key)] ?? [],
      {
        input: (index) => context.get(input, String(index)),
        node: (index) => context.get(isExternal(index) ? external : of(index), String(index)),
        reports: (index) =>
          isExternal(index)
            ? []
            : context.reports(of(index), String(index)).map(({ message }) => Number(message)),
        report: (value) => context.report(diagnostic(value)),
      },
      1,
    );
  const onCycle: DerivedQuery<string, number>['onCycle'] = (context, key, chain) => {
    context.report(diagnostic(chain.length));
    return (chain.length + Number(key)) % range;
  };
  const stored: DerivedQuery<string, number> = {
    kind: 'derived',
    name: 'node',
    storage: 'value',
    execute,
    onCycle,
  };
  const unstored: DerivedQuery<string, number> = {
    ...stored,
    name: 'unstored',
    storage: 'fingerprint',
  };
  const external: ProgramQueries['external'] = {
    kind: 'external',
    name: 'external',
    prepare: execute,
  };
  return { input, stored, unstored, external, of, all: [input, stored, unstored, external] };
}

function diagnostic(value: number): Diagnostic {
  return {
    code: 'E0001',
    severity: 'error',
    message: String(value),
    span: { kind: 'file', path: '', line: 1, column: 1, length: 0 },
    labels: [],
    notes: [],
  };
}

/** What a node read, in order, as text; by purity it decides everything else. */
type Reads = string;

/** Plain meaning of a program, and the traces that a perfect engine would remember. */
export class Oracle {
  private readonly program: Program;
  private readonly tracesKept: number;
  private known: ReadonlyMap<number, readonly Reads[]> = new Map();
  private flushed: ReadonlyMap<number, readonly Reads[]> = new Map();

  constructor(program: Program, tracesKept: number) {
    this.program = program;
    this.tracesKept = tracesKept;
  }

  /** The outcome of `node`, and the nodes that have to be executed on the way. */
  demand(
    inputs: readonly number[],
    node: number,
  ): { outcome: Outcome; executed: readonly number[] } {
    const evaluation = evaluate(this.program, inputs, node);
    const executed: number[] = [];
    const known = new Map(this.known);
    for (const [index, { reads, isOnCycle }] of evaluation.nodes) {
      const before = known.get(index) ?? [];
      if (!before.includes(reads) || isOnCycle) executed.push(index);
      const others = before.filter((other) => other !== reads);
      known.set(index, [reads, ...others].slice(0, this.tracesKept));
    }
    this.known = known;
    return { outcome: evaluation.outcome, executed };
  }

  flush(): void {
    this.flushed = this.known;
  }

  restart(): void {
    this.known = this.flushed;
  }
}

interface Evaluated {
  readonly outcome: Outcome;
  readonly reads: Reads;
  readonly isOnCycle: boolean;
}

interface Evaluation {
  readonly outcome: Outcome;
  readonly nodes: ReadonlyMap<number, Evaluated>;
}

/** Thrown to the member of a cycle at which it was entered. */
class CycleSettled extends Error {
  readonly entry: number;
  constructor(entry: number) {
    super();
    this.entry = entry;
  }
}

/** The outcome of `root`, with all nodes that it comes by. */
export function evaluate(program: Program, inputs: readonly number[], root: number): Evaluation {
  const nodes = new Map<number, Evaluated>();
  const active: number[] = [];
  const visit = (node: number): Outcome => {
    const known = nodes.get(node);
    if (known !== undefined) return known.outcome;
    if (active.includes(node)) {
      const members = active.slice(active.indexOf(node));
      const length = members.length;
      for (const member of members) {
        const outcome = { value: (length + member) % range, reports: [length] };
        nodes.set(member, { outcome, reads: `cycle ${[...members].sort()}`, isOnCycle: true });
      }
      throw new CycleSettled(node);
    }
    active.push(node);
    const reads = new Set<string>();
    const reports: number[] = [];
    try {
      const value = interpret(
        program.nodes[node] ?? [],
        {
          input(index) {
            const read = inputs[index] ?? absent;
            reads.add(`i${index}=${read}`);
            return read;
          },
          node(index) {
            const read = visit(index).value;
            reads.add(`n${index}=${read}`);
            return read;
          },
          reports(index) {
            if (program.kinds[index] === 'external') return [];
            const read = visit(index).reports;
            reads.add(`r${index}=${read}`);
            return read;
          },
          report: (report) => void reports.push(report),
        },
        1,
      );
      const outcome = { value, reports };
      nodes.set(node, { outcome, reads: [...reads].join(), isOnCycle: false });
    } catch (error) {
      if (!(error instanceof CycleSettled) || error.entry !== node) throw error;
    } finally {
      active.pop();
    }
    return visit(node);
  };
  return { outcome: visit(root), nodes };
}
