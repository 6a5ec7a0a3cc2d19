/**
 * Typed bodies as text: one expression a line, its type behind a colon, what it consists of indented below.
 * Chains of one operator after another are printed flat, so that their length costs no indentation.
 */
import { assertNever } from '../base/invariant.ts';
import type { FieldRef, HirBlock, HirExpr, Local, TypedBody } from './hir.ts';
import { printType } from './type-key.ts';
import type { Type } from './type.ts';

export function printTypedBody(body: TypedBody): string {
  const printer: Printer = { locals: body.locals, lines: [], indent: 0 };
  line(printer, `body ${body.decl}: ${printType(body.result)}`);
  nested(printer, () => {
    for (const [id, local] of body.locals.entries()) line(printer, printLocal(id, local));
    printBlock(printer, 'block', body.root);
  });
  return `${printer.lines.join('\n')}\n`;
}

interface Printer {
  readonly locals: readonly Local[];
  readonly lines: string[];
  indent: number;
}

function line(printer: Printer, text: string): void {
  printer.lines.push('  '.repeat(printer.indent) + text);
}

function nested(printer: Printer, body: () => void): void {
  printer.indent += 1;
  body();
  printer.indent -= 1;
}

function printLocal(id: number, { name, type, kind, borrowed }: Local): string {
  return `${kind} ${name}#${id}: ${printType(type)}${borrowed ? ' borrowed' : ''}`;
}

function nameOf(printer: Printer, id: number): string {
  return `${printer.locals[id]?.name ?? ''}#${id}`;
}

function printField({ name, owner, locked }: FieldRef): string {
  return `${printType(owner)}.${name}${locked ? ' locked' : ''}`;
}

function printBlock(printer: Printer, title: string, block: HirBlock): void {
  line(printer, block.yields ? `${title} yields: ${printType(block.type)}` : `${title}: ${printType(block.type)}`);
  nested(printer, () => {
    for (const statement of block.statements) printExpr(printer, statement);
  });
}

/** The expression's own line, then `children` below it. */
function node(
  printer: Printer,
  { title, type }: { readonly title: string; readonly type: Type },
  children: readonly HirExpr[] = [],
): void {
  line(printer, `${title}: ${printType(type)}`);
  nested(printer, () => {
    for (const child of children) printExpr(printer, child);
  });
}

function printExpr(printer: Printer, expr: HirExpr): void {
  const { type } = expr;
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
      return node(printer, { title: `${expr.kind} ${expr.value}`, type });
    case 'string':
      return node(printer, { title: `string ${JSON.stringify(expr.value)}`, type });
    case 'local':
      return node(printer, { title: nameOf(printer, expr.local), type });
    case 'field':
      return node(printer, { title: `field ${printField(expr.field)}`, type }, [expr.object]);
    case 'new':
      return printNew(printer, expr);
    case 'let':
      return node(printer, { title: `let ${nameOf(printer, expr.local)}`, type }, [expr.value]);
    case 'assignLocal':
      return node(printer, { title: `${nameOf(printer, expr.local)} :=`, type }, [expr.value]);
    case 'assignField':
      return node(printer, { title: `field ${printField(expr.field)} :=${lockOf(expr)}`, type }, [expr.object, expr.value]);
    case 'compoundLocal':
      return node(printer, { title: `${nameOf(printer, expr.local)} ${expr.operator}=`, type }, [expr.value]);
    case 'compoundField':
      return node(printer, { title: `field ${printField(expr.field)} ${expr.operator}=${lockOf(expr)}`, type }, [expr.object, expr.value]);
    case 'consumeLocal':
      return node(printer, { title: `consume ${nameOf(printer, expr.local)}`, type });
    case 'consumeField':
      return node(printer, { title: `consume field ${printField(expr.field)}`, type }, [expr.object]);
    case 'callFunction': {
      const args = expr.typeArgs.length === 0 ? '' : `<${expr.typeArgs.map(printType).join(', ')}>`;
      return node(printer, { title: `call ${expr.callee}${args}`, type }, expr.args);
    }
    case 'callMethod':
      return node(printer, { title: `call ${printType(expr.owner)}.${expr.slot}`, type }, [expr.receiver, ...expr.args]);
    case 'printf':
      return node(printer, { title: `printf ${JSON.stringify(expr.format)}`, type }, expr.args);
    case 'interpolate':
      return printInterpolation(printer, expr);
    case 'binary':
      return printChain(printer, expr);
    case 'unary':
      return node(printer, { title: `unary ${expr.operator}`, type }, [expr.operand]);
    case 'convert':
      return node(printer, { title: 'convert', type }, [expr.operand]);
    case 'return':
      return node(printer, { title: 'return', type }, expr.value === undefined ? [] : [expr.value]);
    case 'break':
    case 'continue':
      return node(printer, { title: `${expr.kind} loop ${expr.loop}`, type });
    case 'error':
      return node(printer, { title: 'error', type });
    case 'if':
    case 'while':
    case 'for':
    case 'forRange':
    case 'block':
    case 'finish':
    case 'async':
      return printControl(printer, expr);
    default:
      return assertNever(expr);
  }
}

type Control = Extract<
  HirExpr,
  { kind: 'if' | 'while' | 'for' | 'forRange' | 'block' | 'finish' | 'async' }
>;

function printControl(printer: Printer, expr: Control): void {
  const { type } = expr;
  switch (expr.kind) {
    case 'if':
      node(printer, { title: 'if', type }, [expr.condition]);
      return nested(printer, () => {
        printBlock(printer, 'then', expr.then);
        if (expr.otherwise !== undefined) printBlock(printer, 'else', expr.otherwise);
      });
    case 'while':
      node(printer, { title: `while loop ${expr.loop}`, type }, [expr.condition]);
      return nested(printer, () => printBlock(printer, 'body', expr.body));
    case 'for':
      node(printer, { title: `for loop ${expr.loop}`, type }, [expr.init, expr.condition, expr.step]);
      return nested(printer, () => printBlock(printer, 'body', expr.body));
    case 'forRange': {
      const dots = expr.inclusive ? '..=' : '..';
      const title = `for ${nameOf(printer, expr.local)} in ${dots} loop ${expr.loop}`;
      node(printer, { title, type }, [expr.from, expr.to]);
      return nested(printer, () => printBlock(printer, 'body', expr.body));
    }
    case 'block':
      return printBlock(printer, 'block', expr.block);
    case 'finish':
      return printBlock(printer, 'finish', expr.body);
    case 'async': {
      const captures = expr.captures.map((id) => nameOf(printer, id)).join(', ');
      return printBlock(printer, `async [${captures}]`, expr.body);
    }
    default:
      return assertNever(expr);
  }
}

function printNew(printer: Printer, expr: Extract<HirExpr, { kind: 'new' }>): void {
  node(printer, { title: `new ${printType(expr.class)}`, type: expr.type });
  nested(printer, () => {
    for (const init of expr.inits) {
      node(printer, { title: `field ${printField(init.field)} =`, type: init.field.type }, [init.value]);
    }
  });
}

function printInterpolation(printer: Printer, expr: Extract<HirExpr, { kind: 'interpolate' }>): void {
  node(printer, { title: 'interpolate', type: expr.type });
  nested(printer, () => {
    for (const part of expr.parts) {
      if (typeof part === 'string') line(printer, `text ${JSON.stringify(part)}`);
      else printExpr(printer, part);
    }
  });
}

/** `chain` with the first operand, then each operator with the next. */
function printChain(printer: Printer, expr: Extract<HirExpr, { kind: 'binary' }>): void {
  const links: (typeof expr)[] = [];
  let first: HirExpr = expr;
  while (first.kind === 'binary') {
    links.push(first);
    first = first.left;
  }
  node(printer, { title: 'chain', type: expr.type }, [first]);
  nested(printer, () => {
    for (const link of links.reverse()) node(printer, { title: link.operator, type: link.type }, [link.right]);
  });
}

function lockOf({ exclusive }: { readonly exclusive: boolean }): string {
  return exclusive ? ' exclusive' : '';
}
