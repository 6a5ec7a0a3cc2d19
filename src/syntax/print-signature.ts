/** Readable dumps of headers of declarations, as `print-tree.ts` makes them of bodies. */
import { assertNever } from '../base/invariant.ts';
import type { ParameterSyntax, SignatureSyntax } from './ast.ts';
import { printName, printNames, printType, printTypeParameters } from './print-type.ts';
import type { Printer, PrintOptions } from './tree-printer.ts';
import { addLine, createPrinter, finishPrinter, inside, words } from './tree-printer.ts';

export function printSignature(signature: SignatureSyntax, options?: PrintOptions): string {
  const printer = createPrinter(options);
  addLine(printer, signature, signatureLine(signature));
  inside(printer, () => addSignatureParts(printer, signature));
  return finishPrinter(printer);
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
    case 'struct':
      return words([
        signature.isPublic && 'public',
        'struct',
        printName(signature.name) + printTypeParameters(signature.typeParameters),
        signature.derives.length > 0 && `derive(${printNames(signature.derives)})`,
      ]);
    case 'implement':
      return `implement ${printName(signature.name)}${printTypeParameters(signature.typeParameters)}`;
    case 'type':
      return words([
        signature.isPublic && 'public',
        'type',
        printName(signature.name) + printTypeParameters(signature.typeParameters),
      ]);
    case 'constant':
      return words([
        signature.isPublic && 'public',
        'constant',
        printType(signature.type),
        printName(signature.name),
      ]);
    case 'global':
      return words([
        signature.isPublic && 'public',
        'global',
        signature.mode,
        printType(signature.type),
        printName(signature.name),
      ]);
    case 'extern':
      return words([
        signature.isPublic && 'public',
        'extern',
        signature.symbol !== undefined && JSON.stringify(signature.symbol),
        printType(signature.result),
        printName(signature.name),
      ]);
    case 'test':
      return `test ${JSON.stringify(signature.title)}`;
    case 'import':
      return words([
        'import',
        signature.path.map(printName).join('.'),
        signature.alias && `as ${printName(signature.alias)}`,
      ]);
    case 'error':
      return 'error';
    default:
      return assertNever(signature);
  }
}

function addSignatureParts(printer: Printer, signature: SignatureSyntax): void {
  switch (signature.kind) {
    case 'function':
    case 'method':
    case 'main':
    case 'extern':
      for (const parameter of signature.parameters) addParameter(printer, parameter);
      return;
    case 'class':
      for (const capability of signature.capabilities) {
        addLine(printer, capability, `capability ${capability.mode} ${printName(capability.name)}`);
      }
      return;
    case 'struct':
      for (const { type, name } of signature.fields) {
        addLine(printer, name, `field ${printType(type)} ${printName(name)}`);
      }
      return;
    case 'type':
      for (const member of signature.members) addLine(printer, member, printType(member));
      return;
    case 'import':
      for (const { name, alias } of signature.items ?? []) {
        addLine(printer, name, words([printName(name), alias && `as ${printName(alias)}`]));
      }
      return;
    case 'field':
    case 'implement':
    case 'constant':
    case 'global':
    case 'test':
    case 'error':
      return;
    default:
      assertNever(signature);
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
