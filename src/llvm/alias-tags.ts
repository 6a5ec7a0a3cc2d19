/**
 * Tells the optimiser of a release build which memory accesses cannot touch the same bytes: those of
 * different scalar types. Bolt has no way to see a value of one type as another: what goes through a
 * union is accessed as a whole, and accesses to wholes have no tag. Then a store to an element leaves
 * the fields and arrays around it known. LLVM's type-based alias analysis, as for C.
 */

/** Far above the numbers that other metadata of a module gets. */
const firstNode = 9_000_000;

/** Tags by LLVM's type; arrays and strings, three words each, are accessed as wholes of their own. */
const taggedTypes: readonly string[] = [
  'i8',
  'i16',
  'i32',
  'i64',
  'i128',
  'float',
  'double',
  'pointer',
  '%bolt.array',
  '%bolt.string',
];

const access =
  /^ {2}(?:%\S+ = load|store) (i8|i16|i32|i64|i128|float|double|%bolt\.array|%bolt\.string|[^,%]*\*)(?:,| ).*$/gm;

/** The module's text with a tag behind each access of a scalar. */
export function tagAccesses(ir: string): string {
  const used = new Set<string>();
  const tagged = ir.replace(access, (line, type: string) => {
    const name = type.endsWith('*') ? 'pointer' : type;
    used.add(name);
    return `${line}, !tbaa !${tagOf(name)}`;
  });
  if (used.size === 0) return ir;
  const nodes = taggedTypes.filter((name) => used.has(name)).flatMap(nodesOf);
  return `${tagged}${[`!${firstNode} = !{!"bolt"}`, ...nodes].join('\n')}\n`;
}

function tagOf(name: string): number {
  return firstNode + 1 + 2 * taggedTypes.indexOf(name);
}

/** A tag says where an access lies in a type: scalars are all there is of theirs. */
function nodesOf(name: string): readonly string[] {
  const tag = tagOf(name);
  const type = tag + 1;
  return [
    `!${tag} = !{!${type}, !${type}, i64 0}`,
    `!${type} = !{!"${name}", !${firstNode}, i64 0}`,
  ];
}
