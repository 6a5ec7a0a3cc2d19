/**
 * Rules on fields and methods that concern their class: annotations, redeclared fields, overriding.
 */
import type { DeclId } from '../base/ids.ts';
import { nameSpan, tokenSpan } from '../base/span.ts';
import type { SignatureSyntax } from '../syntax/ast.ts';
import type { CapabilityContext } from './check-callable.ts';
import { checkCapabilitiesExist } from './check-callable.ts';
import type { SemaContext } from './context.ts';
import { equalTypes } from './equal-types.ts';
import { inheritedKey, inheritSlots, signatureKey } from './members.ts';
import { mistake } from './mistake.ts';
import type { CallSignature, MethodSlot, Signature } from './model.ts';
import { substitute } from './subtype.ts';
import type { ClassType } from './type.ts';
import { printType } from './type-key.ts';

export interface MemberCheckContext
  extends CapabilityContext,
    Pick<SemaContext, 'field' | 'methods' | 'signature'> {
  /** With capabilities; asked for an overridden method. */
  wholeSignature(decl: DeclId): Signature;
  /** The nearest ancestor of a class. */
  superclass(decl: DeclId): ClassType | undefined;
  /** Whether the class or an ancestor declares capabilities. */
  needsAnnotations(decl: DeclId): boolean;
}

type FieldSyntax = Extract<SignatureSyntax, { kind: 'field' }>;
type MethodSyntax = Extract<SignatureSyntax, { kind: 'method' }>;

/** A member of `owner`. */
export interface CheckedMember<Syntax> {
  readonly decl: DeclId;
  readonly owner: DeclId;
  readonly syntax: Syntax;
}

export function checkField(context: MemberCheckContext, member: CheckedMember<FieldSyntax>): void {
  checkAnnotation(context, member);
  const { name } = member.syntax;
  const superclass = context.superclass(member.owner);
  const inherited = superclass && context.field(superclass.decl, name.text);
  if (inherited === undefined) return;
  context.report(
    mistake({
      code: 'E0212',
      message: `Field \`${name.text}\` is inherited already`,
      span: tokenSpan(member.decl, name.from, name.to),
      notes: [
        `Class \`${printType(inherited.owner)}\` declares it, and a class has one field of a name. ` +
          'Give this one another name.',
      ],
      labels: [{ span: nameSpan(inherited.field.decl), message: 'declared here' }],
    }),
  );
}

export function checkMethod(
  context: MemberCheckContext,
  member: CheckedMember<MethodSyntax>,
): void {
  checkAnnotation(context, member);
  const superclass = context.superclass(member.owner);
  if (superclass === undefined) return;
  const { name } = member.syntax;
  const candidates = inheritSlots(superclass, context.methods(superclass.decl, name.text));
  if (candidates.length === 0) return;
  const own = context.signature(member.decl);
  for (const slot of candidates) {
    const signature = context.signature(slot.method);
    if (inheritedKey(signature, slot.owner) !== signatureKey(own)) continue;
    const overridden = context.wholeSignature(slot.method);
    checkOverride(context, member, { own, slot, overridden, superclass });
  }
}

interface Override {
  readonly own: CallSignature;
  readonly slot: MethodSlot;
  readonly overridden: Signature;
  readonly superclass: ClassType;
}

/**
 * An overriding method has the overridden one's result type, and uses no further capability that
 * the superclass has: a caller who knows the superclass only would not see that it does.
 */
function checkOverride(
  context: MemberCheckContext,
  { decl, syntax }: CheckedMember<MethodSyntax>,
  { own, slot, overridden, superclass }: Override,
): void {
  const result = substitute(overridden.result, slot.owner.decl, slot.owner.args);
  const labels = [{ span: nameSpan(slot.method), message: 'the overridden method' }];
  const isKnown = own.result.kind !== 'error' && result.kind !== 'error';
  if (isKnown && !equalTypes(own.result, result)) {
    context.report(
      mistake({
        code: 'E0213',
        message: `\`${own.name}\` overrides a method that returns \`${printType(result)}\``,
        span: tokenSpan(decl, syntax.result.from, syntax.result.to),
        notes: [
          `A method of \`${printType(slot.owner)}\` has the same name and parameter types, so the ` +
            'result types must be equal.',
        ],
        labels,
      }),
    );
  }
  for (const name of syntax.capabilities ?? []) {
    if (overridden.capabilities.includes(name.text)) continue;
    if (!context.hasCapability(superclass.decl, name.text)) continue;
    context.report(
      mistake({
        code: 'E0225',
        message: `\`${own.name}\` overrides a method that does not use capability \`${name.text}\``,
        span: tokenSpan(decl, name.from, name.to),
        notes: [
          `A caller that holds a \`${printType(superclass)}\` relies on what the overridden method ` +
            'declares. Use fewer capabilities, or declare this one there too.',
        ],
        labels,
      }),
    );
  }
}

function checkAnnotation(
  context: MemberCheckContext,
  { decl, owner, syntax }: CheckedMember<FieldSyntax | MethodSyntax>,
): void {
  if (syntax.capabilities !== undefined) {
    const of: ClassType = { kind: 'class', decl: owner, args: [] };
    checkCapabilitiesExist(context, { decl, of, names: syntax.capabilities });
    return;
  }
  if (!context.needsAnnotations(owner)) return;
  const what = syntax.kind === 'field' ? 'Field' : 'Method';
  const known = context.capabilities(owner).map(({ name }) => `\`${name}\``);
  context.report(
    mistake({
      code: 'E0215',
      message: `${what} \`${syntax.name.text}\` needs a capability annotation`,
      span: tokenSpan(decl, syntax.name.from, syntax.name.to),
      notes: [
        'Its class has declared capabilities, so every member says which of them it belongs to. ' +
          `Write \`:\` and one or more of ${known.join(', ')}.`,
      ],
    }),
  );
}
