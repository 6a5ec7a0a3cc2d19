/**
 * Readable dumps of syntax trees, for `boltd query ast` and golden tests: a line a node, children
 * indented.
 */
import { assertNever, unfinished } from '../base/invariant.ts';
import type {
  BlockSyntax,
  Expr,
  Name,
  ParameterSyntax,
  Range,
  SignatureSyntax,
  TypeParameterSyntax,
  TypeSyntax,
} from './ast.ts';

export interface PrintOptions {
  /** Adds each node's first and last token: `name x @3..3`. */
  readonly ranges: boolean;
}

const plain: PrintOptions = { ranges: false };

/** A body. Recurses as deep as trees may be (`maxTreeDepth`). */
export function printBlock(block: BlockSyntax, options: PrintOptions = plain): string {
  const printer: Printer = { options, lines: [], depth: 0 };
  addBlock(printer, block, 'block');
  return `${printer.lines.join('\n')}\n`;
}

/** A header. */
export function printSignature(signature: SignatureSyntax, options: PrintOptions = plain): string {
  const printer: Printer = { options, lines: [], depth: 0 };
  addLine(printer, signature, signatureLine(signature));
  inside(printer, () => addSignatureParts(printer, signature));
  return `${printer.lines.join('\n')}\n`;
}

interface Printer {
  readonly options: PrintOptions;
  readonly lines: string[];
  depth: number;
}

function addLine({ options, lines, depth }: Printer, range: Range, text: string): void {
  const suffix = options.ranges ? ` @${range.from}..${range.to}` : '';
  lines.push(`${'  '.repeat(depth)}${text}${suffix}`);
}

function inside(printer: Printer, print: () => void): void {
  printer.depth += 1;
  print();
  printer.depth -= 1;
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
    case 'new':
      return `new ${printType(expr.type)}`;
    case 'let':
      return `let ${printName(expr.name)}${expr.type === undefined ? '' : `: ${printType(expr.type)}`}`;
    case 'assign':
    case 'binary':
    case 'unary':
      return `${expr.kind} ${expr.operator}`;
    case 'as':
      return `as ${printType(expr.type)}`;
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
    case 'consume':
    case 'parenthesized':
    case 'if':
    case 'blockExpr':
    case 'finish':
    case 'async':
    case 'return':
    case 'error':
      return expr.kind;
    default:
      return unfinished(expr);
  }
}

function addExprParts(printer: Printer, expr: Expr): void {
  switch (expr.kind) {
    case 'int':
    case 'float':
    case 'bool':
    case 'char':
    case 'name':
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
      for (const arg of expr.args) addExpr(printer, arg);
      return;
    case 'new':
      for (const { name, value } of expr.inits) addRole(printer, printName(name), value);
      return;
    case 'let':
      addExpr(printer, expr.value);
      return;
    case 'assign':
      addExpr(printer, expr.target);
      addExpr(printer, expr.value);
      return;
    case 'binary':
      addExpr(printer, expr.left);
      addExpr(printer, expr.right);
      return;
    case 'consume':
    case 'unary':
    case 'as':
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
    case 'finish':
    case 'async':
      addBlock(printer, expr.body, 'do');
      return;
    case 'return':
      if (expr.value !== undefined) addExpr(printer, expr.value);
      return;
    default:
      unfinished(expr);
  }
}

function signatureLine(signature: SignatureSyntax): string {
  switch (signature.kind) {
    case 'function':
      return words([
        signature.isPublic && 'public',
        'function',
        signature.borrowed && 'borrowed',
        printType(signature.result),
        printName(signature.name) + printTypeParameters(signature.typeParameters),
      ]);
    case 'method':
      return words([
        'method',
        signature.borrowed && 'borrowed',
        printType(signature.result),
        printName(signature.name),
        signature.capabilities && `: ${printNames(signature.capabilities)}`,
      ]);
    case 'main':
      return `main ${printType(signature.result)}`;
    case 'class':
      return words([
        signature.isPublic && 'public',
        'class',
        printName(signature.name) + printTypeParameters(signature.typeParameters),
        signature.superclass && `extends ${printType(signature.superclass)}`,
      ]);
    case 'field':
      return words([
        'field',
        signature.isConst ? 'const' : 'var',
        printType(signature.type),
        printName(signature.name),
        signature.capabilities && `: ${printNames(signature.capabilities)}`,
      ]);
    case 'import':
      return words([
        'import',
        signature.path.map(printName).join('.'),
        signature.alias && `as ${printName(signature.alias)}`,
      ]);
    case 'error':
      return 'error';
    default:
      return unfinished(signature);
  }
}

function addSignatureParts(printer: Printer, signature: SignatureSyntax): void {
  switch (signature.kind) {
    case 'function':
    case 'method':
    case 'main':
      for (const parameter of signature.parameters) addParameter(printer, parameter);
      return;
    case 'class':
      for (const capability of signature.capabilities) {
        addLine(printer, capability, `capability ${capability.mode} ${printName(capability.name)}`);
      }
      return;
    case 'import':
      for (const { name, alias } of signature.items ?? []) {
        addLine(printer, name, words([printName(name), alias && `as ${printName(alias)}`]));
      }
      return;
    case 'field':
    case 'error':
      return;
    default:
      unfinished(signature);
  }
}

function addParameter(printer: Printer, parameter: ParameterSyntax): void {
  const { borrowed, type, guard, name } = parameter;
  const guarded = printType(type) + (guard === undefined ? '' : `{${printNames(guard)}}`);
  addLine(
    printer,
    parameter,
    words(['parameter', borrowed && 'borrowed', guarded, printName(name)]),
  );
}

export function printType(type: TypeSyntax): string {
  switch (type.kind) {
    case 'path': {
      const path = type.path.map(printName).join('.');
      return type.args.length === 0 ? path : `${path}<${type.args.map(printType).join(', ')}>`;
    }
    case 'array':
      return `${type.isRead ? 'read ' : ''}${printType(type.element)}[]`;
    case 'tuple':
      return `(${type.elements.map(printType).join(', ')})`;
    case 'optional':
      return `${printType(type.value)}?`;
    case 'pointer':
      return `*${printType(type.target)}`;
    case 'error':
      return '<error>';
    default:
      return assertNever(type);
  }
}

function printTypeParameters(parameters: readonly TypeParameterSyntax[]): string {
  return parameters.length === 0 ? '' : `<${printNames(parameters.map(({ name }) => name))}>`;
}

function printNames(names: readonly Name[]): string {
  return names.map(printName).join(', ');
}

/** A name that is missing is shown as such. */
function printName({ text }: Name): string {
  return text === '' ? '<missing>' : text;
}

function printLabel(label: Name | undefined): string {
  return label === undefined ? '' : ` ${printName(label)}`;
}

function words(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined).join(' ');
}
