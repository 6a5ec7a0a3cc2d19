/** Methods neither take nor return what their object protects: `subordinate` state stays with its owner (E0616). */
import type { DeclId } from '../base/ids.ts';
import { nameSpan } from '../base/span.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { mistake } from '../sema/mistake.ts';
import { isEncapsulated } from './facts.ts';
import type { CalleeFacts, ClassFacts } from './model.ts';

export interface MethodSignature {
  readonly decl: DeclId;
  readonly facts: CalleeFacts;
  /** The class of the method. */
  readonly owner: ClassFacts;
  readonly result: ClassFacts | undefined;
  readonly parameters: readonly (ClassFacts | undefined)[];
}

/** Methods of classes that are nothing but `subordinate` belong to the same owner as what they are given. */
export function checkLeakage(method: MethodSignature): readonly Diagnostic[] {
  if (isEncapsulated(method.owner)) return [];
  const problems: string[] = [];
  if (method.result?.reaches.includes('subordinate') === true) {
    problems.push('This method returns an object that reaches `subordinate` state');
  }
  method.parameters.forEach((parameter, index) => {
    const guard = method.facts.parameters[index]?.guard;
    const allowed = (parameter?.capabilities ?? []).filter(
      ({ name }) => guard === undefined || guard.includes(name),
    );
    const leak = allowed.find(({ reaches }) => reaches.includes('subordinate'));
    if (leak === undefined) return;
    problems.push(
      `Parameter ${index + 1} of this method reaches \`subordinate\` state through \`${leak.name}\``,
    );
  });
  return problems.map((message) =>
    mistake({
      code: 'E0616',
      message,
      span: nameSpan(method.decl),
      notes: [
        'Such state is protected by the one object that owns it, and would have two owners. Work on it in a ' +
          'method of its owner, and pass values; a guard may leave the capability out.',
      ],
    }),
  );
}
