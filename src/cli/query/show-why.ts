/** The answer to `boltd query why`, as text, as a graph, and as data. */
import type { BuildRecord } from '../../../cache/cache.ts';
import type { InputChange } from '../../query/build-history.ts';
import type { NodeName } from '../../query/events.ts';
import type { Colors } from '../output.ts';
import { describeOrigin } from '../show-explanations.ts';
import type { Graph } from './dot.ts';
import { labelOf } from './dot.ts';
import { describeBuild } from './past.ts';
import { layOut } from './readable-text.ts';
import { unifiedDiff } from './unified-diff.ts';
import type { Link, Reason } from './why.ts';

/** Root causes first; below each what it led to. */
export function renderWhy(colors: Colors, build: BuildRecord, reasons: readonly Reason[]): string {
  const lines = [colors.dim(describeBuild(build))];
  for (const root of treesOf(reasons)) {
    const { reason } = root;
    lines.push(
      `${colors.bold(labelOf(root.link))} ${colors.yellow(describeOrigin(reason.origin))}`,
    );
    if (reason.change !== undefined) {
      const difference = differenceOf(reason.change);
      if (difference !== undefined) lines.push(...colored(colors, difference));
    }
    for (const child of root.children) addTree(lines, colors, child, build.id, 1);
  }
  return `${lines.join('\n')}\n`;
}

export function graphOf(reasons: readonly Reason[]): Graph {
  const edges = reasons.flatMap(({ chain }) =>
    chain.slice(1).map((link, index) => ({ from: chain[index] ?? link, to: link })),
  );
  return { nodes: reasons.flatMap(({ chain }) => chain), edges };
}

export function dataOf({ chain, origin, change, unchanged }: Reason): Record<string, unknown> {
  const node: NodeName | undefined = chain.at(-1);
  return {
    node: node && { query: node.query, key: node.key },
    chain,
    origin,
    unchanged,
    ...(change !== undefined && { change }),
  };
}

interface Tree {
  readonly link: Link;
  /** Of the first chain that goes through it. */
  readonly reason: Reason;
  /** A chain ends here: the query was asked for. */
  ends: Reason | undefined;
  readonly children: Tree[];
}

/** Chains with a common beginning share it. */
function treesOf(reasons: readonly Reason[]): readonly Tree[] {
  const roots: Tree[] = [];
  for (const reason of reasons) {
    let level = roots;
    let tree: Tree | undefined;
    for (const link of reason.chain) {
      tree = level.find((each) => labelOf(each.link) === labelOf(link));
      if (tree === undefined) {
        tree = { link, reason, ends: undefined, children: [] };
        level.push(tree);
      }
      level = tree.children;
    }
    if (tree !== undefined) tree.ends = reason;
  }
  return roots;
}

function addTree(
  lines: string[],
  colors: Colors,
  { link, ends, children }: Tree,
  build: number,
  depth: number,
): void {
  const earlier = link.build === build ? '' : ` in build ${link.build}`;
  const result = ends?.unchanged === true ? ' and gave what it had given' : '';
  lines.push(`${'  '.repeat(depth)}→ ${labelOf(link)} ran${earlier}${result}`);
  for (const child of children) addTree(lines, colors, child, build, depth + 1);
}

/** Undefined where the input is no text, or its text is not known. */
function differenceOf({ before, after }: InputChange): string | undefined {
  if (before === undefined && after === undefined) return undefined;
  return unifiedDiff(layOut(before ?? ''), layOut(after ?? ''), { context: 2 });
}

function colored(colors: Colors, difference: string): readonly string[] {
  return difference
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('@@'))
    .map((line) => {
      if (line.startsWith('-')) return colors.red(`  ${line}`);
      return line.startsWith('+') ? colors.green(`  ${line}`) : `  ${line}`;
    });
}
