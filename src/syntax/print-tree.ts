/**
 * Readable dumps of syntax trees, for `boltd query ast` and golden tests.
 */
import { assertNever } from '../base/invariant.ts';
import type { BlockSyntax, Expr, MatchArmSyntax, Name } from './ast.ts';
import { printName, printPattern, printType } from './print-type.ts';
import type { Printer, PrintOptions } from './tree-printer.ts';
import { addLine, createPrinter, finishPrinter, inside } from './tree-printer.ts';

/** A body. Recurses as deep as trees may be (`maxTreeDepth`). */
export function printBlock(block: BlockSyntax, options?: PrintOptions): string {
  const printer = createPrinter(options);
  addBlock(printer, block, 'block');
  return finishPrinter(printer);
}

/** A constant's or global variable's value. */
export function printExpr(expr: Expr, options?: PrintOptions): string {
  const printer = createPrinter(options);
  addExpr(printer, expr);
  return finishPrinter(printer);
}

/** A line that names what the node below it is of the node above it. */
function addRole(printer: Printer, role: string, expr: Expr): void {
  addLine(printer, expr, `${role}:`);
  inside(printer, () => addExpr(printer, expr));
}

function addBlock(printer: Printer, block: BlockSyntax, word: string): void {
  addLine(printer, block, block.trailingSemicolon ? `${word} ;` : word);
  inside(printer, () => {
    for (const statement of block.statements) addExpr(printer, statement);
  });
}

function addExpr(printer: Printer, expr: Expr): void {
  addLine(printer, expr, exprLine(expr));
  inside(printer, () => addExprParts(printer, expr));
}

/** The node without its children. */
function exprLine(expr: Expr): string {
  switch (expr.kind) {
    case 'int':
    case 'float':
      return `${expr.kind} ${expr.text}${expr.suffix === undefined ? '' : ` ${expr.suffix}`}`;
    case 'bool':
      return `bool ${expr.value}`;
    case 'char':
      return `char ${JSON.stringify(String.fromCodePoint(expr.value))}`;
    case 'name':
      return `name ${expr.name}`;
    case 'member':
      return `member ${printName(expr.name)}`;
    case 'call':
      return expr.typeArgs.length === 0
        ? 'call'
        : `call <${expr.typeArgs.map(printType).join(', ')}>`;
    case 'slice':
      return expr.inclusive ? 'slice ..=' : 'slice ..';
    case 'newArray':
      return `newArray ${printType(expr.element)}`;
    case 'letPattern':
      return `let ${printPattern(expr.pattern)}`;
    case 'new':
      return `new ${printType(expr.type)}`;
    case 'let':
      return `let ${printName(expr.name)}${expr.type === undefined ? '' : `: ${printType(expr.type)}`}`;
    case 'assign':
    case 'binary':
    case 'unary':
      return `${expr.kind} ${expr.operator}`;
    case 'as':
      return `as${expr.isOptional === true ? '?' : ''} ${printType(expr.type)}`;
    case 'is':
      return `is ${printType(expr.type)}`;
    case 'coalesce':
      return 'coalesce';
    case 'while':
    case 'for':
      return `${expr.kind}${printLabel(expr.label)}`;
    case 'forIn':
      return `forIn ${printName(expr.name)}${printLabel(expr.label)}`;
    case 'range':
      return expr.inclusive ? 'range ..=' : 'range ..';
    case 'break':
    case 'continue':
      return `${expr.kind}${printLabel(expr.label)}`;
    case 'string':
    case 'none':
    case 'index':
    case 'try':
    case 'array':
    case 'tuple':
    case 'consume':
    case 'parenthesized':
    case 'if':
    case 'match':
    case 'unsafe':
    case 'blockExpr':
    case 'finish':
    case 'async':
    case 'return':
    case 'error':
      return expr.kind;
    default:
      return assertNever(expr);
  }
}

function addExprParts(printer: Printer, expr: Expr): void {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'name':
    case 'none':
    case 'break':
    case 'continue':
    case 'error':
      return;
    case 'string':
      for (const part of expr.parts) {
        if (typeof part === 'string') addLine(printer, expr, `text ${JSON.stringify(part)}`);
        else addExpr(printer, part);
      }
      return;
    case 'member':
      addExpr(printer, expr.object);
      return;
    case 'call':
      addExpr(printer, expr.callee);
      for (const [index, arg] of expr.args.entries()) {
        const name = expr.argNames?.[index];
        if (name === undefined) addExpr(printer, arg);
        else addRole(printer, printName(name), arg);
      }
      return;
    case 'index':
      addExpr(printer, expr.object);
      addExpr(printer, expr.index);
      return;
    case 'slice':
      addExpr(printer, expr.object);
      if (expr.start !== undefined) addRole(printer, 'from', expr.start);
      if (expr.end !== undefined) addRole(printer, 'to', expr.end);
      return;
    case 'array':
    case 'tuple':
      for (const element of expr.elements) addExpr(printer, element);
      return;
    case 'newArray':
      addExpr(printer, expr.length);
      return;
    case 'new':
      for (const { name, value } of expr.inits) addRole(printer, printName(name), value);
      return;
    case 'let':
    case 'letPattern':
      addExpr(printer, expr.value);
      return;
    case 'assign':
      addExpr(printer, expr.target);
      addExpr(printer, expr.value);
      return;
    case 'binary':
    case 'coalesce':
      addExpr(printer, expr.left);
      addExpr(printer, expr.right);
      return;
    case 'consume':
    case 'unary':
    case 'as':
    case 'is':
    case 'try':
      addExpr(printer, expr.operand);
      return;
    case 'parenthesized':
      addExpr(printer, expr.inner);
      return;
    case 'if':
      addExpr(printer, expr.condition);
      addBlock(printer, expr.then, 'then');
      if (expr.otherwise !== undefined) addRole(printer, 'else', expr.otherwise);
      return;
    case 'while':
      addExpr(printer, expr.condition);
      addBlock(printer, expr.body, 'do');
      return;
    case 'for':
      addRole(printer, 'init', expr.init);
      addRole(printer, 'condition', expr.condition);
      addRole(printer, 'step', expr.step);
      addBlock(printer, expr.body, 'do');
      return;
    case 'forIn':
      addExpr(printer, expr.subject);
      addBlock(printer, expr.body, 'do');
      return;
    case 'range':
      addExpr(printer, expr.start);
      addExpr(printer, expr.end);
      return;
    case 'blockExpr':
      addBlock(printer, expr.block, 'block');
      return;
    case 'match':
      addExpr(printer, expr.subject);
      for (const arm of expr.arms) addArm(printer, arm);
      return;
    case 'unsafe':
    case 'finish':
    case 'async':
      addBlock(printer, expr.body, 'do');
      return;
    case 'return':
      if (expr.value !== undefined) addExpr(printer, expr.value);
      return;
    default:
      assertNever(expr);
  }
}

function addArm(printer: Printer, arm: MatchArmSyntax): void {
  addLine(printer, arm, `arm ${printPattern(arm.pattern)}`);
  inside(printer, () => {
    if (arm.guard !== undefined) addRole(printer, 'if', arm.guard);
    addExpr(printer, arm.body);
  });
}

function printLabel(label: Name | undefined): string {
  return label === undefined ? '' : ` ${printName(label)}`;
}
