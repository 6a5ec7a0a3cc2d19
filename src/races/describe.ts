/** Words for messages: objects, capabilities with their modes, and diagnostics of a body. */
import { tokenSpan } from '../base/span.ts';
import type { Diagnostic, DiagnosticCode, Label } from '../diagnostic/diagnostic.ts';
import type { HirExpr, LocalId } from '../sema/hir.ts';
import { mistake } from '../sema/mistake.ts';
import type { BodyFacts } from './body-facts.ts';
import { nameOf } from './body-facts.ts';
import { capabilityNamed } from './facts.ts';
import type { ClassFacts } from './model.ts';

/** `x`, `x.f`, or words for what has no name. */
export function describeObject(facts: BodyFacts, expr: HirExpr): string {
  return nameObject(facts, expr) ?? 'this object';
}

export function nameObject(facts: BodyFacts, expr: HirExpr): string | undefined {
  switch (expr.kind) {
    case 'local':
    case 'consumeLocal':
    case 'let':
    case 'assignLocal':
    case 'compoundLocal':
      return `\`${nameOf(facts, expr.local)}\``;
    case 'convert':
      return nameObject(facts, expr.operand);
    case 'field':
    case 'consumeField': {
      const object = nameObject(facts, expr.object);
      return object === undefined
        ? `field \`${expr.field.name}\``
        : `${object.slice(0, -1)}.${expr.field.name}\``;
    }
    default:
      return undefined;
  }
}

/** `linear Own`, in backquotes. */
export function describeCapability(facts: ClassFacts, name: string): string {
  const mode = capabilityNamed(facts, name)?.mode;
  return name === '' || mode === undefined || name === mode
    ? `\`${mode ?? name}\``
    : `\`${mode} ${name}\``;
}

export function describeCapabilities(facts: ClassFacts, names: readonly string[]): string {
  return names.map((name) => describeCapability(facts, name)).join(', ');
}

export function localNamed(facts: BodyFacts, local: LocalId): string {
  return `\`${nameOf(facts, local)}\``;
}

export interface BodyMistake {
  readonly code: DiagnosticCode;
  readonly at: number;
  readonly message: string;
  readonly labels?: readonly Label[];
  readonly notes: readonly string[];
}

export function bodyMistake(
  facts: BodyFacts,
  { code, at, message, labels = [], notes }: BodyMistake,
): Diagnostic {
  return mistake({ code, span: tokenSpan(facts.body.decl, at), message, labels, notes });
}

export function labelAt(facts: BodyFacts, at: number, message: string): Label {
  return { span: tokenSpan(facts.body.decl, at), message };
}
