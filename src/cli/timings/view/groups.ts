/** What a query or a task is part of: one colour each. */

export const groups = [
  'syntax',
  'names',
  'types',
  'checks',
  'ir',
  'code',
  'object',
  'link',
  'tests',
  'cache',
] as const;

export type Group = (typeof groups)[number];

export const groupTitles: Readonly<Record<Group, string>> = {
  syntax: 'syntax',
  names: 'names',
  types: 'types',
  checks: 'diagnostics',
  ir: 'mid-level IR',
  code: 'LLVM IR',
  object: 'object code',
  link: 'link',
  tests: 'tests',
  cache: 'cache',
};

const members: Readonly<Record<Group, readonly string[]>> = {
  syntax: ['signatureSyntax', 'bodySyntax'],
  names: [
    'package',
    'importTable',
    'importedName',
    'exported',
    'lookup',
    'publicNames',
    'namesInScope',
    'mains',
  ],
  types: [],
  checks: [
    'duplicateNames',
    'duplicateMembers',
    'checkDeclaration',
    'diagnostics',
    'moduleDiagnostics',
    'shardDiagnostics',
    'programDiagnostics',
  ],
  ir: ['mir', 'instanceReferences', 'codeUnits', 'classLayout', 'fieldOffset', 'methodSlot'],
  code: ['fragment', 'fragments', 'moduleText', 'optimisedText', 'testText'],
  object: ['object', 'testObject'],
  link: ['library', 'executable', 'link'],
  tests: ['testCode', 'testRun'],
  cache: ['flush'],
};

const groupOfName = new Map(
  groups.flatMap((group) => members[group].map((name) => [name, group] as const)),
);

/** Whatever is not listed is about types: most of the front end is. */
export function groupOf(name: string): Group {
  return groupOfName.get(name) ?? 'types';
}

/** What the main process does beside queries. */
export const stepTitles: ReadonlyMap<string, string> = new Map([['flush', 'writing to the cache']]);
