/** Rules on the header of a class: its type parameters, capabilities and superclass. */
import type { DeclId } from '../base/ids.ts';
import { nameSpan, tokenSpan } from '../base/span.ts';
import type { CapabilitySyntax } from '../syntax/ast.ts';
import { checkTypeParameters } from './check-callable.ts';
import type { SemaContext } from './context.ts';
import type { ClassSyntax } from './hierarchy.ts';
import { mistake } from './mistake.ts';
import { printType } from './type-key.ts';

export interface ClassCheckContext
  extends Pick<SemaContext, 'ancestors' | 'capabilities' | 'report'> {
  /** The cycle of superclasses that the class is on, itself first; empty where it is on none. */
  inheritanceCycle(decl: DeclId): readonly DeclId[];
}

export function checkClass(context: ClassCheckContext, decl: DeclId, syntax: ClassSyntax): void {
  checkTypeParameters(
    context,
    decl,
    syntax.typeParameters.map(({ name }) => name),
  );
  checkAcyclic(context, decl, syntax);
  checkCapabilities(context, decl, syntax.capabilities);
}

/** A cycle is one mistake, so one class reports it: the smallest on it. */
function checkAcyclic(context: ClassCheckContext, decl: DeclId, syntax: ClassSyntax): void {
  if (syntax.superclass === undefined || context.ancestors(decl).length > 0) return;
  const cycle = context.inheritanceCycle(decl);
  if (cycle.length === 0 || cycle.some((other) => other < decl)) return;
  const chain = [...cycle, decl].map((link) => `\`${className(link)}\``);
  const [, ...others] = cycle;
  context.report(
    mistake({
      code: 'E0211',
      message: `Class \`${className(decl)}\` inherits from itself`,
      span: tokenSpan(decl, syntax.superclass.from, syntax.superclass.to),
      notes: [`The cycle is ${chain.join(' extends ')}.`],
      labels: others.map((other) => ({ span: nameSpan(other), message: 'on the cycle too' })),
    }),
  );
}

/**
 * A capability's name stands for one mode in a class and all its subclasses. Declaring it again
 * with the same mode changes nothing.
 */
function checkCapabilities(
  context: ClassCheckContext,
  decl: DeclId,
  capabilities: readonly CapabilitySyntax[],
): void {
  if (capabilities.length === 0) return;
  const modes = new Map(context.capabilities(decl).map(({ mode, name }) => [name, mode]));
  const inherited = new Set(inheritedNames(context, decl));
  const own = new Set<string>();
  for (const { mode, name, from, to } of capabilities) {
    const isRepeated = own.has(name.text) || inherited.has(name.text);
    own.add(name.text);
    if (!isRepeated || name.text === '') continue;
    const known = modes.get(name.text);
    const span = tokenSpan(decl, from, to);
    if (known === undefined || known === mode) {
      const message = `Capability \`${name.text}\` is declared already`;
      context.report({ ...mistake({ code: 'W0201', span, message }), severity: 'warning' });
    } else {
      context.report(
        mistake({
          code: 'E0216',
          message: `Capability \`${name.text}\` is declared as \`${known}\` and as \`${mode}\``,
          span,
          notes: ['The name of a capability stands for one mode in a class and its subclasses.'],
        }),
      );
    }
  }
}

function inheritedNames(context: ClassCheckContext, decl: DeclId): readonly string[] {
  const superclass = context.ancestors(decl)[0];
  return superclass === undefined
    ? []
    : context.capabilities(superclass.decl).map(({ name }) => name);
}

function className(decl: DeclId): string {
  return printType({ kind: 'class', decl, args: [] });
}
