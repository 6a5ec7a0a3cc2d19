/** What the front end knows of a declaration: its syntax, its types, its signature. */

import type { DeclId } from '../../base/ids.ts';
import { assertNever } from '../../base/invariant.ts';
import { typedBodyQuery } from '../../compiler/queries/bodies.ts';
import { classHeaderQuery, implicitCapability } from '../../compiler/queries/classes.ts';
import { constantTypeQuery } from '../../compiler/queries/constants.ts';
import { globalQuery } from '../../compiler/queries/globals.ts';
import type { OutlineEntry } from '../../compiler/queries/inputs.ts';
import { docTextInput } from '../../compiler/queries/inputs.ts';
import { typeParametersQuery } from '../../compiler/queries/names.ts';
import { ownFieldQuery, signatureQuery } from '../../compiler/queries/signatures.ts';
import { structHeaderQuery } from '../../compiler/queries/structs.ts';
import {
  bodySyntaxQuery,
  initializerSyntaxQuery,
  signatureSyntaxQuery,
} from '../../compiler/queries/syntax.ts';
import { typeDeclarationQuery } from '../../compiler/queries/unions.ts';
import type { Engine } from '../../query/engine-api.ts';
import type {
  ClassHeader,
  Field,
  Signature,
  StructHeader,
  TypeParameter,
} from '../../sema/model.ts';
import { printTypedBody } from '../../sema/print-hir.ts';
import type { Type } from '../../sema/type.ts';
import { printType } from '../../sema/type-key.ts';
import { printSignature } from '../../syntax/print-signature.ts';
import { printBlock, printExpr } from '../../syntax/print-tree.ts';
import type { Description } from './description.ts';
import { nothing, text } from './description.ts';

export function describeSyntax(engine: Engine, entry: OutlineEntry): Description {
  const signature = printSignature(engine.get(signatureSyntaxQuery, entry.id));
  const body = describeBody(engine, entry);
  return text(body === undefined ? signature : `${signature}\n${body}`);
}

function describeBody(engine: Engine, { id, kind }: OutlineEntry): string | undefined {
  if (kind === 'constant' || kind === 'global') {
    const value = engine.get(initializerSyntaxQuery, id);
    return value === null ? undefined : printExpr(value);
  }
  const hasBlock = kind === 'function' || kind === 'main' || kind === 'method' || kind === 'test';
  const block = hasBlock ? engine.get(bodySyntaxQuery, id) : null;
  return block === null ? undefined : printBlock(block);
}

export function describeTypes(engine: Engine, { id, kind }: OutlineEntry): Description {
  switch (kind) {
    case 'function':
    case 'main':
    case 'method':
    case 'extern':
    case 'test': {
      const signature = json(engine.get(signatureQuery, id));
      if (kind === 'extern') return text(signature);
      const body = engine.get(typedBodyQuery, id);
      return text(body === null ? signature : `${signature}\n${printTypedBody(body)}`);
    }
    case 'class':
      return text(json(engine.get(classHeaderQuery, id)));
    case 'field':
      return text(json(engine.get(ownFieldQuery, id)));
    case 'struct':
      return text(json(engine.get(structHeaderQuery, id)));
    case 'type':
      return text(json(engine.get(typeDeclarationQuery, id)));
    case 'implement':
      return nothing('Its methods have types, each of its own');
    case 'constant':
    case 'global': {
      const type = json(typeOfVariable(engine, { id, kind }));
      const value = engine.get(typedBodyQuery, id);
      return text(value === null ? type : `${type}\n${printTypedBody(value)}`);
    }
    case 'import':
    case 'stray':
      return nothing('It declares nothing that has a type');
    default:
      return assertNever(kind);
  }
}

/** As a user would write it, with the doc comment. */
export function describeSignature(engine: Engine, { id, kind, name }: OutlineEntry): Description {
  const doc = engine
    .get(docTextInput, id)
    .split('\n')
    .map((line) => (line === '' ? '' : `/// ${line.trim()}\n`))
    .join('');
  switch (kind) {
    case 'function':
    case 'main':
    case 'method': {
      const signature = engine.get(signatureQuery, id);
      return text(`${doc}${printCallable(signature)}`, { signature });
    }
    case 'class': {
      const header = engine.get(classHeaderQuery, id);
      return text(`${doc}${printHeader(header)}`, { signature: header });
    }
    case 'field': {
      const field = engine.get(ownFieldQuery, id);
      return text(`${doc}${printField(field)}`, { signature: field });
    }
    case 'struct': {
      const header = engine.get(structHeaderQuery, id);
      return text(`${doc}${printStruct(header)}`, { signature: header });
    }
    case 'type': {
      const declaration = engine.get(typeDeclarationQuery, id);
      const parameters = printParameters(engine.get(typeParametersQuery, id));
      const types = declaration.kind === 'alias' ? [declaration.target] : declaration.members;
      const target = types.map(printType).join(' | ');
      return text(`${doc}type ${name}${parameters} = ${target};`, { signature: declaration });
    }
    case 'implement':
      return nothing('Its methods have signatures, each of its own');
    case 'constant':
    case 'global': {
      const type = typeOfVariable(engine, { id, kind });
      const words = kind === 'constant' ? 'const' : `${engine.get(globalQuery, id).mode} var`;
      return text(`${doc}${words} ${printType(type)} ${name}`, { signature: type });
    }
    case 'extern': {
      const signature = engine.get(signatureQuery, id);
      return text(`${doc}extern ${printCallable({ ...signature, kind: 'function' })}`, {
        signature,
      });
    }
    case 'test':
      return text(`${doc}test ${name}`);
    case 'import':
    case 'stray':
      return nothing('It declares nothing that has a signature');
    default:
      return assertNever(kind);
  }
}

function typeOfVariable(
  engine: Engine,
  { id, kind }: { readonly id: DeclId; readonly kind: 'constant' | 'global' },
): Type {
  return kind === 'constant' ? engine.get(constantTypeQuery, id) : engine.get(globalQuery, id).type;
}

function printCallable(signature: Signature): string {
  const { kind, name, typeParameters, parameters, result, borrowed, capabilities } = signature;
  const list = parameters.map(
    (each) =>
      `${each.borrowed ? 'borrowed ' : ''}${printType(each.type)} ${each.name}` +
      (each.guard === undefined ? '' : ` : ${each.guard.join(', ')}`),
  );
  const word = kind === 'function' ? 'function ' : '';
  const returned = `${borrowed ? 'borrowed ' : ''}${printType(result)}`;
  return `${word}${returned} ${name}${printParameters(typeParameters)}(${list.join(', ')})${printUses(capabilities)}`;
}

function printHeader({ name, typeParameters, superclass, capabilities }: ClassHeader): string {
  const base = superclass === undefined ? '' : ` extends ${printType(superclass)}`;
  const own = capabilities.map((each) => `${each.mode} ${each.name}`).join(', ');
  const clause = own === '' ? '' : ` { capability ${own}; … }`;
  return `class ${name}${printParameters(typeParameters)}${base}${clause}`;
}

function printStruct({ name, typeParameters, derives, fields }: StructHeader): string {
  const derived = derives.length === 0 ? '' : ` derive(${derives.join(', ')})`;
  const list = fields.map((field) => `${printType(field.type)} ${field.name}`).join('; ');
  return `struct ${name}${printParameters(typeParameters)}${derived} { ${list} }`;
}

function printField({ name, type, isConst, capabilities }: Field): string {
  return `${isConst ? 'const' : 'var'} ${printType(type)} ${name}${printUses(capabilities)}`;
}

/** What a class without capabilities has implicitly, nobody writes. */
function printUses(capabilities: readonly string[]): string {
  const written = capabilities.filter((name) => name !== implicitCapability.name);
  return written.length === 0 ? '' : ` : ${written.join(', ')}`;
}

function printParameters(parameters: readonly TypeParameter[]): string {
  return parameters.length === 0 ? '' : `<${parameters.map(({ name }) => name).join(', ')}>`;
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
