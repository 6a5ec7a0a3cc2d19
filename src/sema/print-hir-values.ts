/** Typed bodies as text: what belongs to arrays, tuples, structs, optionals, unions, constants and globals. */
import { assertNever } from '../base/invariant.ts';
import type { HirBlock, HirExpr, HirPattern, HirPlace, TypeTest } from './hir.ts';
import type { Type } from './type.ts';
import { printType } from './type-key.ts';

/** A line, and what stands below it. */
export interface Entry {
  readonly title: string;
  readonly below: readonly (HirExpr | Entry)[];
}

export function entry(title: string, type: Type, below: Entry['below'] = []): Entry {
  return { title: `${title}: ${printType(type)}`, below };
}

export function blockEntry(title: string, { yields, type, statements }: HirBlock): Entry {
  return entry(yields ? `${title} yields` : title, type, statements);
}

export type ValueExpr = Extract<
  HirExpr,
  {
    readonly kind:
      | 'constant'
      | 'none'
      | 'some'
      | 'inject'
      | 'tuple'
      | 'struct'
      | 'member'
      | 'array'
      | 'newArray'
      | 'element'
      | 'slice'
      | 'length'
      | 'split'
      | 'join'
      | 'freeze'
      | 'global'
      | 'assignPlace'
      | 'compoundPlace'
      | 'is'
      | 'cast'
      | 'match'
      | 'ifLet'
      | 'whileLet'
      | 'letPattern'
      | 'forEach'
      | 'coalesce'
      | 'try'
      | 'callExtern'
      | 'panic'
      | 'assert'
      | 'assertEqual'
      | 'hash';
  }
>;

type NameOf = (id: number) => string;

export function describeValue(expr: ValueExpr, nameOf: NameOf): Entry {
  const { type } = expr;
  switch (expr.kind) {
    case 'constant':
      return entry(`constant ${JSON.stringify(expr.value)}`, type);
    case 'none':
      return entry('none', type);
    case 'some':
      return entry('some', type, [expr.value]);
    case 'inject':
      return entry(`inject ${expr.member}`, type, [expr.value]);
    case 'tuple':
    case 'array':
      return entry(expr.kind, type, expr.elements);
    case 'struct':
      return entry(
        'struct',
        type,
        expr.fields.map(({ name, value }) => entry(`${name} =`, value.type, [value])),
      );
    case 'member':
      return entry(`member ${expr.member}`, type, [expr.object]);
    case 'newArray':
      return entry('new array', type, [expr.length]);
    case 'element':
      return entry('element', type, [expr.object, expr.index]);
    case 'slice': {
      const bounds = [expr.from, expr.to].filter((bound) => bound !== undefined);
      const ends = `${expr.from === undefined ? '' : 'from'}${expr.inclusive ? '..=' : '..'}`;
      return entry(`slice ${ends}${expr.to === undefined ? '' : 'to'}`, type, [
        expr.object,
        ...bounds,
      ]);
    }
    case 'length':
      return entry(expr.unit, type, [expr.object]);
    case 'split':
      return entry('split', type, [expr.array, expr.index]);
    case 'join':
      return entry('join', type, [expr.left, expr.right]);
    case 'freeze':
      return entry('freeze', type, [expr.array]);
    case 'global':
      return entry(`global ${expr.global.decl}`, type);
    case 'coalesce':
      return entry('??', type, [expr.optional, expr.otherwise]);
    case 'try':
    case 'hash':
      return entry(expr.kind, type, [expr.operand]);
    case 'is':
      return entry(`is ${printTest(expr.test)}`, type, [expr.operand]);
    case 'cast':
      return entry(`cast ${expr.failure} ${printTest(expr.test)}`, type, [expr.operand]);
    case 'callExtern':
      return entry(`call ${expr.symbol}`, type, expr.args);
    case 'panic':
      return entry('panic', type, [expr.message]);
    case 'assert':
      return entry(`assert ${JSON.stringify(expr.text)}`, type, [expr.condition]);
    case 'assertEqual':
      return entry('assertEqual', type, [expr.actual, expr.expected]);
    default:
      return describeStatement(expr, nameOf);
  }
}

type Statement = Extract<
  ValueExpr,
  {
    readonly kind:
      | 'assignPlace'
      | 'compoundPlace'
      | 'match'
      | 'ifLet'
      | 'whileLet'
      | 'letPattern'
      | 'forEach';
  }
>;

function describeStatement(expr: Statement, nameOf: NameOf): Entry {
  const { type } = expr;
  switch (expr.kind) {
    case 'assignPlace':
    case 'compoundPlace': {
      const operator = expr.kind === 'assignPlace' ? ':=' : `${expr.operator}=`;
      const lock = expr.exclusive ? ' exclusive' : '';
      return entry(`${printPlace(expr.place, nameOf)} ${operator}${lock}`, type, [
        ...rootParts(expr.place),
        expr.value,
      ]);
    }
    case 'match':
      return entry('match', type, [
        expr.subject,
        ...expr.arms.map(({ pattern, guard, body }) =>
          entry(
            `arm ${printPattern(pattern, nameOf)}`,
            body.type,
            guard === undefined ? [body] : [entry('guard', guard.type, [guard]), body],
          ),
        ),
      ]);
    case 'ifLet': {
      const otherwise = expr.otherwise === undefined ? [] : [blockEntry('else', expr.otherwise)];
      return entry(`if let ${printPattern(expr.pattern, nameOf)}`, type, [
        expr.subject,
        blockEntry('then', expr.then),
        ...otherwise,
      ]);
    }
    case 'whileLet':
      return entry(`while let ${printPattern(expr.pattern, nameOf)} loop ${expr.loop}`, type, [
        expr.subject,
        blockEntry('body', expr.body),
      ]);
    case 'letPattern':
      return entry(`let ${printPattern(expr.pattern, nameOf)}`, type, [expr.value]);
    case 'forEach':
      return entry(`for ${nameOf(expr.local)} in loop ${expr.loop}`, type, [
        expr.subject,
        blockEntry('body', expr.body),
      ]);
    default:
      return assertNever(expr);
  }
}

function rootParts({ root }: HirPlace): readonly HirExpr[] {
  if (root.kind === 'field') return [root.object];
  return root.kind === 'element' ? [root.array, root.index] : [];
}

function printPlace({ root, path }: HirPlace, nameOf: NameOf): string {
  return [printRoot(root, nameOf), ...path].join('.');
}

function printRoot(root: HirPlace['root'], nameOf: NameOf): string {
  switch (root.kind) {
    case 'local':
      return nameOf(root.local);
    case 'field':
      return `field ${printType(root.field.owner)}.${root.field.name}`;
    case 'element':
      return 'element';
    case 'global':
      return `global ${root.global.decl}`;
    default:
      return assertNever(root);
  }
}

function printTest(test: TypeTest): string {
  return test.kind === 'class' ? printType(test.class) : `member ${test.member}`;
}

function printPattern(pattern: HirPattern, nameOf: NameOf): string {
  const print = (inner: HirPattern): string => printPattern(inner, nameOf);
  switch (pattern.kind) {
    case 'wildcard':
      return '_';
    case 'bind':
      return nameOf(pattern.local);
    case 'literal':
      return 'value' in pattern.value ? String(pattern.value.value) : pattern.value.kind;
    case 'range':
      return `${pattern.from}${pattern.inclusive ? '..=' : '..'}${pattern.to}`;
    case 'none':
      return 'none';
    case 'some':
      return `some(${print(pattern.pattern)})`;
    case 'is':
      return `${printTest(pattern.test)}(${print(pattern.pattern)})`;
    case 'members':
      return `{ ${pattern.members.map((each) => `${each.member}: ${print(each.pattern)}`).join(', ')} }`;
    case 'fields':
      return `{ ${pattern.fields.map((each) => `${each.field.name}: ${print(each.pattern)}`).join(', ')} }`;
    case 'or':
      return pattern.alternatives.map(print).join(' | ');
    default:
      return assertNever(pattern);
  }
}
