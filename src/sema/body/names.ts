/** Names as values, and what a name means where a member of it is asked for. */
import type { ModuleId } from '../../base/ids.ts';
import type { Expr, Name, Range } from '../../syntax/ast.ts';
import type { Binding } from '../context.ts';
import { foreignValue } from '../foreign-names.ts';
import type { HirExpr, LocalId } from '../hir.ts';
import { isDeclaredIn, privateMistake } from '../resolve-type.ts';
import { didYouMean } from '../suggest.ts';
import type { Checker } from './checker.ts';
import { errorNode, isMissing, report, spanOf } from './checker.ts';
import { readDeclared } from './constants.ts';
import { narrowed } from './narrowing.ts';
import { findLocal, localAt, mentionLocal, visibleNames } from './scope.ts';

export type NameSyntax = Extract<Expr, { kind: 'name' }>;

/** A variable, read. */
export function readName(checker: Checker, syntax: NameSyntax): HirExpr {
  const local = findLocal(checker, syntax.name);
  if (local !== undefined) return readLocal(checker, local, syntax.at);
  const bindings = checker.ctx.lookup(checker.owner.module, syntax.name);
  const declared = readDeclared(checker, bindings, syntax.at);
  if (declared !== undefined) return declared;
  reportNotAVariable(checker, syntax);
  return errorNode(syntax.at);
}

export function readLocal(checker: Checker, local: LocalId, at: number): HirExpr {
  mentionLocal(checker, local);
  return narrowed(checker, local, {
    kind: 'local',
    type: localAt(checker, local).type,
    local,
    at,
  });
}

/** What a name, or a name of another module, means at the top level; empty where a variable hides it. */
export function declaredBindings(checker: Checker, syntax: Expr): readonly Binding[] {
  if (syntax.kind === 'name') {
    if (findLocal(checker, syntax.name) !== undefined) return [];
    return checker.ctx.lookup(checker.owner.module, syntax.name);
  }
  if (syntax.kind !== 'member') return [];
  const module = moduleNamed(checker, syntax.object);
  return module === undefined ? [] : checker.ctx.lookupPublic(module, syntax.name.text);
}

/** Reports why `syntax` names no variable. */
export function reportNotAVariable(checker: Checker, syntax: NameSyntax): void {
  const { name } = syntax;
  if (name === 'this') {
    report(checker, 'E0339', spanOf(checker, syntax), '`this` exists only in methods');
    return;
  }
  const bindings = checker.ctx.lookup(checker.owner.module, name);
  const [binding] = bindings;
  if (binding === undefined) {
    report(checker, 'E0300', spanOf(checker, syntax), `Unknown name \`${name}\``, {
      notes: unknownNameHints(checker, name),
    });
    return;
  }
  reportNotAValue(checker, binding, { name, range: syntax });
}

/** A declaration or module where a value is wanted. */
export function reportNotAValue(
  checker: Checker,
  binding: Binding,
  { name, range }: { readonly name: string; readonly range: Range },
): void {
  if (binding.kind === 'broken') {
    checker.isErroneous = true;
    return;
  }
  report(
    checker,
    'E0306',
    spanOf(checker, range),
    `\`${name}\` is a ${binding.kind}, not a value`,
    {
      notes: bindingHint(binding, name),
    },
  );
}

/** The module that `syntax` names: variables come first, so one of the same name hides it. */
export function moduleNamed(checker: Checker, syntax: Expr): ModuleId | undefined {
  if (syntax.kind !== 'name' || findLocal(checker, syntax.name) !== undefined) return undefined;
  for (const binding of checker.ctx.lookup(checker.owner.module, syntax.name)) {
    if (binding.kind === 'module') return binding.module;
  }
  return undefined;
}

/** The public declarations `name` of another module; reports where there is none. */
export function publicBindings(checker: Checker, module: ModuleId, name: Name): readonly Binding[] {
  if (isMissing(checker, name)) return [];
  const bindings = checker.ctx.lookupPublic(module, name.text);
  if (bindings.length > 0) return bindings;
  const span = spanOf(checker, name);
  if (checker.ctx.lookup(module, name.text).some((binding) => isDeclaredIn(binding, module))) {
    const { code, message, notes } = privateMistake(module, name.text);
    report(checker, code, span, message, notes && { notes });
  } else {
    report(checker, 'E0341', span, `Module \`${module}\` has no \`${name.text}\``, {
      notes: didYouMean(name.text, checker.ctx.namesInScope(module)),
    });
  }
  return [];
}

/** An import of the name failed and was reported there. */
export function isBroken(bindings: readonly Binding[]): boolean {
  return bindings.some((binding) => binding.kind === 'broken');
}

/** Variables and what the module knows, the nearest to `name`. */
export function suggestName(checker: Checker, name: string): readonly string[] {
  return didYouMean(name, [
    ...visibleNames(checker),
    ...checker.ctx.namesInScope(checker.owner.module),
  ]);
}

function unknownNameHints(checker: Checker, name: string): readonly string[] {
  const { thisType } = checker.owner;
  const isField =
    thisType?.kind === 'class'
      ? checker.ctx.field(thisType.decl, name) !== undefined
      : thisType !== undefined &&
        checker.ctx.structHeader(thisType.decl).fields.some((field) => field.name === name);
  if (isField) return [`The field is written \`this.${name}\`.`];
  const foreign = foreignValue(name);
  return foreign.length > 0 ? foreign : suggestName(checker, name);
}

function bindingHint(binding: Binding, name: string): readonly string[] {
  if (binding.kind === 'function') return [`Call it: \`${name}(…)\`.`];
  if (binding.kind === 'class') return [`An object of it is made by \`new ${name}(…)\`.`];
  if (binding.kind === 'struct')
    return [`A value of it is made by \`${name}(…)\`, with its fields by name.`];
  if (binding.kind === 'type') return ['A value of one of its members is a value of it.'];
  return [`Its declarations are written \`${name}.…\`.`];
}
