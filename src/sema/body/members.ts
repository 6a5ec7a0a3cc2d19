/** Fields: finding them through the classes, and reading them. */
import type { ModuleId } from '../../base/ids.ts';
import type { Expr, Name } from '../../syntax/ast.ts';
import type { FieldRef, HirExpr } from '../hir.ts';
import { substitute, substituteClass } from '../subtype.ts';
import { didYouMean } from '../suggest.ts';
import type { ClassType } from '../type.ts';
import { printType } from '../type-key.ts';
import type { Checker } from './checker.ts';
import { errorNode, isMissing, noteForeign, report, spanOf } from './checker.ts';
import { readDeclared } from './constants.ts';
import { readLength } from './indices.ts';
import { moduleNamed, publicBindings, reportNotAValue } from './names.ts';
import { isOfStruct, readStructField } from './structs.ts';
import { isTuple, readTupleElement } from './tuples.ts';

export type MemberSyntax = Extract<Expr, { kind: 'member' }>;

/** A field as it is accessed through some object. */
export interface Access {
  readonly field: FieldRef;
  readonly isConst: boolean;
}

/** The field `name` of a value of class `of`, inherited ones included. */
export function findAccess(checker: Checker, of: ClassType, name: string): Access | undefined {
  const found = checker.ctx.field(of.decl, name);
  if (found === undefined) return undefined;
  const { field } = found;
  const owner = substituteClass(found.owner, of.decl, of.args);
  const locked = lockedCapabilities(checker, owner);
  const type = substitute(field.type, owner.decl, owner.args);
  noteForeign(checker, [type]);
  return {
    field: {
      decl: field.decl,
      name,
      owner,
      type,
      locked: locked.size > 0 && field.capabilities.some((capability) => locked.has(capability)),
    },
    isConst: field.isConst,
  };
}

/** `object.name`, read. */
export function checkMember(checker: Checker, syntax: MemberSyntax): HirExpr {
  const module = moduleNamed(checker, syntax.object);
  if (module !== undefined) return readItem(checker, module, syntax);
  const object = checker.expr(checker, syntax.object, undefined);
  if (isOfStruct(object)) return readStructField(checker, object, syntax);
  if (isTuple(object)) return readTupleElement(checker, object, syntax);
  const length = readLength(checker, object, syntax);
  if (length !== undefined) return length;
  const access = accessOf(checker, object, syntax);
  if (access === undefined) return errorNode(syntax.at);
  return { kind: 'field', type: access.field.type, object, field: access.field, at: syntax.at };
}

/** The field that a member expression means; reports where there is none. */
export function accessOf(
  checker: Checker,
  object: HirExpr,
  syntax: MemberSyntax,
): Access | undefined {
  const of = classOf(checker, object, syntax);
  if (of === undefined) return undefined;
  const access = findAccess(checker, of, syntax.name.text);
  if (access === undefined) reportUnknownField(checker, of, syntax.name);
  return access;
}

/** The class of a value that a member is asked of; reports where it has none. */
export function classOf(
  checker: Checker,
  object: HirExpr,
  syntax: MemberSyntax,
): ClassType | undefined {
  const { type } = object;
  if (type.kind === 'class') return type;
  if (type.kind === 'error' || type.kind === 'never' || isMissing(checker, syntax.name))
    return undefined;
  report(
    checker,
    'E0305',
    spanOf(checker, syntax.name),
    `\`${printType(type)}\` has no member \`${syntax.name.text}\``,
    {
      labels: [
        {
          span: spanOf(checker, syntax.object),
          message: `this is \`${printType(type)}\`, not an object`,
        },
      ],
      notes:
        type.kind === 'parameter'
          ? [
              `Nothing is known about \`${type.name}\`; its values can be stored, passed and compared.`,
            ]
          : type.kind === 'optional'
            ? ['It may be `none`: take its value out by `if let x = …`.']
            : ['Only objects of classes and structs have fields and methods.'],
    },
  );
  return undefined;
}

export function reportUnknownField(checker: Checker, of: ClassType, name: Name): void {
  if (isMissing(checker, name) || mayBeInherited(checker, of)) return;
  const isMethod = checker.ctx.methods(of.decl, name.text).length > 0;
  report(
    checker,
    'E0303',
    spanOf(checker, name),
    `\`${printType(of)}\` has no field \`${name.text}\``,
    {
      notes: isMethod
        ? [`\`${name.text}\` is a method; call it: \`${name.text}(…)\`.`]
        : didYouMean(name.text, checker.ctx.memberNames(of.decl)),
    },
  );
}

/** `module.name` where a value is wanted: a constant or global variable. */
function readItem(checker: Checker, module: ModuleId, syntax: MemberSyntax): HirExpr {
  const { name } = syntax;
  const bindings = publicBindings(checker, module, name);
  const declared = readDeclared(checker, bindings, syntax.at);
  if (declared !== undefined) return declared;
  const [binding] = bindings;
  if (binding !== undefined) reportNotAValue(checker, binding, { name: name.text, range: syntax });
  return errorNode(syntax.at);
}

/** Names of the class's locked capabilities, inherited ones included. */
export function lockedCapabilities(checker: Checker, of: ClassType): ReadonlySet<string> {
  const known = checker.lockedCapabilities.get(of.decl);
  if (known !== undefined) return known;
  const locked = new Set(checker.ctx.lockedCapabilities(of.decl));
  checker.lockedCapabilities.set(of.decl, locked);
  return locked;
}

/** Whether a member that is missing may be inherited from a superclass that could not be made out. */
export function mayBeInherited(checker: Checker, of: ClassType): boolean {
  if (!checker.ctx.hasUnknownAncestor(of.decl)) return false;
  checker.isErroneous = true;
  return true;
}
