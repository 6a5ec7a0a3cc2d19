/** Rules on the signatures of functions, methods and `main` that concern the signature alone. */
import type { DeclId } from '../base/ids.ts';
import { tokenSpan } from '../base/span.ts';
import type { Name, ParameterSyntax, SignatureSyntax } from '../syntax/ast.ts';
import type { SemaContext } from './context.ts';
import { mistake } from './mistake.ts';
import type { Signature } from './model.ts';
import { didYouMean } from './suggest.ts';
import type { ClassType } from './type.ts';
import { printType } from './type-key.ts';

export interface CapabilityContext
  extends Pick<SemaContext, 'capabilities' | 'hasUnknownAncestor' | 'report'> {
  /** Whether a class or an ancestor has a capability of that name, of whatever mode. */
  hasCapability(decl: DeclId, name: string): boolean;
}

/** Distinct parameter names; guards that name capabilities of the parameter's class. */
export function checkParameters(
  context: CapabilityContext,
  signature: Signature,
  parameters: readonly ParameterSyntax[],
): void {
  const reserved = signature.kind === 'method' ? ['this'] : [];
  const names = parameters.map(({ name }) => name);
  checkDistinct(context, signature.decl, names, { code: 'E0207', what: 'parameter', reserved });
  parameters.forEach(({ guard }, index) => {
    const type = signature.parameters[index]?.type;
    if (guard === undefined || type?.kind !== 'class') return;
    checkCapabilitiesExist(context, { decl: signature.decl, of: type, names: guard });
  });
}

/** The names that the tokens of `decl` give to capabilities of the class `of`. */
export interface NamedCapabilities {
  readonly decl: DeclId;
  readonly of: ClassType;
  readonly names: readonly Name[];
}

/**
 * Reports names that are none; not where they may be those of a superclass that is unknown itself.
 */
export function checkCapabilitiesExist(
  context: CapabilityContext,
  { decl, of, names }: NamedCapabilities,
): void {
  for (const name of names) {
    if (name.text === '' || context.hasCapability(of.decl, name.text)) continue;
    if (context.hasUnknownAncestor(of.decl)) return;
    const known = context.capabilities(of.decl).map((capability) => capability.name);
    context.report(
      mistake({
        code: 'E0214',
        message: `\`${printType(of)}\` has no capability \`${name.text}\``,
        span: tokenSpan(decl, name.from, name.to),
        notes: didYouMean(name.text, known),
      }),
    );
  }
}

/** Distinct names in `<…>`. */
export function checkTypeParameters(
  context: Pick<SemaContext, 'report'>,
  decl: DeclId,
  names: readonly Name[],
): void {
  checkDistinct(context, decl, names, { code: 'E0208', what: 'type parameter', reserved: [] });
}

/** A program starts at `main`: `void main()`, `int main()` or `int main(string[] args)`. */
export function checkMain(
  context: Pick<SemaContext, 'report'>,
  signature: Signature,
  syntax: Extract<SignatureSyntax, { kind: 'main' }>,
): void {
  const { decl, result } = signature;
  const isInt = result.kind === 'int' && result.bits === 32 && result.signed;
  if (!isInt && result.kind !== 'void' && result.kind !== 'error') {
    context.report(
      mistake({
        code: 'E0217',
        message: `\`main\` cannot return \`${printType(result)}\``,
        span: tokenSpan(decl, syntax.result.from, syntax.result.to),
        notes: ['It is declared `void main()`, or `int main()` to return the exit code.'],
      }),
    );
  }
  const first = syntax.parameters[0];
  const last = syntax.parameters.at(-1);
  if (first === undefined || last === undefined || isArguments(signature)) return;
  context.report(
    mistake({
      code: 'E0217',
      message: '`main` takes no parameters but `string[] args`',
      span: tokenSpan(decl, first.from, last.to),
      notes: ['It is declared `void main()`, `int main()` or `int main(string[] args)`.'],
    }),
  );
}

/** Whether the parameters are those of a `main` that takes the program's arguments. */
function isArguments({ parameters }: Signature): boolean {
  const [only] = parameters;
  if (parameters.length !== 1 || only === undefined || only.borrowed) return false;
  const { type } = only;
  return type.kind === 'error' || (type.kind === 'array' && type.element.kind === 'string');
}

function checkDistinct(
  context: Pick<SemaContext, 'report'>,
  decl: DeclId,
  names: readonly Name[],
  rule: {
    readonly code: 'E0207' | 'E0208';
    readonly what: string;
    readonly reserved: readonly string[];
  },
): void {
  const firstWith = new Map<string, Name | undefined>(
    rule.reserved.map((text) => [text, undefined]),
  );
  for (const name of names) {
    // The parser has reported a missing name.
    if (name.text === '') continue;
    if (!firstWith.has(name.text)) {
      firstWith.set(name.text, name);
      continue;
    }
    const first = firstWith.get(name.text);
    context.report(
      mistake({
        code: rule.code,
        message:
          first === undefined
            ? `A ${rule.what} cannot be called \`${name.text}\` here`
            : `Two ${rule.what}s are called \`${name.text}\``,
        span: tokenSpan(decl, name.from, name.to),
        labels: first
          ? [{ span: tokenSpan(decl, first.from, first.to), message: 'first declared here' }]
          : [],
      }),
    );
  }
}
