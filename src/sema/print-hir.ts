/**
 * Typed bodies as text: one expression a line, its type behind a colon, what it consists of indented below.
 * Chains of one operator after another are printed flat, so that their length costs no indentation.
 */
import type { FieldRef, HirExpr, Local, TypedBody } from './hir.ts';
import type { Entry } from './print-hir-values.ts';
import { blockEntry, describeValue, entry } from './print-hir-values.ts';
import { printType } from './type-key.ts';

export function printTypedBody({ decl, locals, result, root }: TypedBody): string {
  const declared = locals.map((local, id): Entry => ({ title: printLocal(id, local), below: [] }));
  const body: Entry = {
    title: `body ${decl}: ${printType(result)}`,
    below: [...declared, blockEntry('block', root)],
  };
  const lines: string[] = [];
  print({ locals, lines }, body, '');
  return `${lines.join('\n')}\n`;
}

interface Printer {
  readonly locals: readonly Local[];
  readonly lines: string[];
}

function print(printer: Printer, item: HirExpr | Entry, indent: string): void {
  const { title, below } = 'kind' in item ? describe(printer.locals, item) : item;
  printer.lines.push(indent + title);
  for (const child of below) print(printer, child, `${indent}  `);
}

function describe(locals: readonly Local[], expr: HirExpr): Entry {
  const { type } = expr;
  const nameOf = (id: number): string => `${locals[id]?.name ?? ''}#${id}`;
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
      return entry(`${expr.kind} ${expr.value}`, type);
    case 'string':
      return entry(`string ${JSON.stringify(expr.value)}`, type);
    case 'local':
      return entry(nameOf(expr.local), type);
    case 'field':
      return entry(`field ${printField(expr.field)}`, type, [expr.object]);
    case 'new':
      return entry(
        `new ${printType(expr.class)}`,
        type,
        expr.inits.map(({ field, value }) => entry(`${printField(field)} =`, field.type, [value])),
      );
    case 'let':
      return entry(`let ${nameOf(expr.local)}`, type, [expr.value]);
    case 'assignLocal':
      return entry(`${nameOf(expr.local)} :=`, type, [expr.value]);
    case 'assignField':
      return entry(`field ${printField(expr.field)} :=${lockOf(expr)}`, type, [
        expr.object,
        expr.value,
      ]);
    case 'compoundLocal':
      return entry(`${nameOf(expr.local)} ${expr.operator}=`, type, [expr.value]);
    case 'compoundField':
      return entry(`field ${printField(expr.field)} ${expr.operator}=${lockOf(expr)}`, type, [
        expr.object,
        expr.value,
      ]);
    case 'consumeLocal':
      return entry(`consume ${nameOf(expr.local)}`, type);
    case 'consumeField':
      return entry(`consume field ${printField(expr.field)}`, type, [expr.object]);
    case 'callFunction': {
      const args = expr.typeArgs.length === 0 ? '' : `<${expr.typeArgs.map(printType).join(', ')}>`;
      return entry(`call ${expr.callee}${args}`, type, expr.args);
    }
    case 'callMethod':
      return entry(`call ${printType(expr.owner)}.${expr.slot}`, type, [
        expr.receiver,
        ...expr.args,
      ]);
    case 'printf':
      return entry(`printf ${JSON.stringify(expr.format)}`, type, expr.args);
    case 'interpolate':
      return entry(
        'interpolate',
        type,
        expr.parts.map((part) => (typeof part === 'string' ? textEntry(part) : part)),
      );
    case 'binary':
      return chainEntry(expr);
    case 'unary':
      return entry(`unary ${expr.operator}`, type, [expr.operand]);
    case 'convert':
      return entry('convert', type, [expr.operand]);
    case 'return':
      return entry('return', type, expr.value === undefined ? [] : [expr.value]);
    case 'break':
    case 'continue':
      return entry(`${expr.kind} loop ${expr.loop}`, type);
    case 'if': {
      const otherwise = expr.otherwise === undefined ? [] : [blockEntry('else', expr.otherwise)];
      return entry('if', type, [expr.condition, blockEntry('then', expr.then), ...otherwise]);
    }
    case 'while':
      return entry(`while loop ${expr.loop}`, type, [
        expr.condition,
        blockEntry('body', expr.body),
      ]);
    case 'for':
      return entry(`for loop ${expr.loop}`, type, [
        expr.init,
        expr.condition,
        expr.step,
        blockEntry('body', expr.body),
      ]);
    case 'forRange': {
      const dots = expr.inclusive ? '..=' : '..';
      return entry(`for ${nameOf(expr.local)} in ${dots} loop ${expr.loop}`, type, [
        expr.from,
        expr.to,
        blockEntry('body', expr.body),
      ]);
    }
    case 'block':
      return blockEntry('block', expr.block);
    case 'finish':
      return blockEntry('finish', expr.body);
    case 'async':
      return blockEntry(`async [${expr.captures.map(nameOf).join(', ')}]`, expr.body);
    case 'error':
      return entry('error', type);
    default:
      return describeValue(expr, nameOf);
  }
}

function textEntry(text: string): Entry {
  return { title: `text ${JSON.stringify(text)}`, below: [] };
}

/** `chain` with the first operand, then each operator with the next. */
function chainEntry(expr: Extract<HirExpr, { kind: 'binary' }>): Entry {
  const links: Entry[] = [];
  let first: HirExpr = expr;
  while (first.kind === 'binary') {
    links.push(entry(first.operator, first.type, [first.right]));
    first = first.left;
  }
  return entry('chain', expr.type, [first, ...links.reverse()]);
}

function printLocal(id: number, { name, type, kind, borrowed }: Local): string {
  return `${kind} ${name}#${id}: ${printType(type)}${borrowed ? ' borrowed' : ''}`;
}

function printField({ name, owner, locked }: FieldRef): string {
  return `${printType(owner)}.${name}${locked ? ' locked' : ''}`;
}

function lockOf({ exclusive }: { readonly exclusive: boolean }): string {
  return exclusive ? ' exclusive' : '';
}
