/**
 * Syntax trees, one declaration's signature or body at a time. A declaration that does not exist
 * has an error node for a signature, and reports nothing.
 */
import type { DeclId } from '../../base/ids.ts';
import type { DerivedQuery } from '../../query/query.ts';
import type { BlockSyntax, Expr, SignatureSyntax } from '../../syntax/ast.ts';
import { parseBody, parseInitializer } from '../../syntax/parser/body.ts';
import { parseSignature } from '../../syntax/parser/signature.ts';
import { bodyTextInput, declarationInput, signatureTextInput } from './inputs.ts';

export const signatureSyntaxQuery: DerivedQuery<DeclId, SignatureSyntax> = {
  kind: 'derived',
  name: 'signatureSyntax',
  storage: 'value',
  encoding: 'packed',
  execute(context, decl) {
    const info = context.get(declarationInput, decl);
    if (info === null) return { kind: 'error', from: -1, to: -1 };
    const parsed = parseSignature(decl, info.kind, context.get(signatureTextInput, decl));
    for (const diagnostic of parsed.diagnostics) context.report(diagnostic);
    return parsed.tree;
  },
};

/** Null where the declaration has no body; of one that needs it, that is reported. */
export const bodySyntaxQuery: DerivedQuery<DeclId, BlockSyntax | null> = {
  kind: 'derived',
  name: 'bodySyntax',
  storage: 'value',
  encoding: 'packed',
  execute(context, decl) {
    const text = context.get(bodyTextInput, decl);
    if (text === null) return null;
    const parsed = parseBody(decl, text);
    for (const diagnostic of parsed.diagnostics) context.report(diagnostic);
    return text === '' ? null : parsed.tree;
  },
};

/** Of a constant or global variable; null where it has no value, which is reported. */
export const initializerSyntaxQuery: DerivedQuery<DeclId, Expr | null> = {
  kind: 'derived',
  name: 'initializerSyntax',
  storage: 'value',
  encoding: 'packed',
  execute(context, decl) {
    const text = context.get(bodyTextInput, decl);
    if (text === null) return null;
    const parsed = parseInitializer(decl, text);
    for (const diagnostic of parsed.diagnostics) context.report(diagnostic);
    return text === '' ? null : parsed.tree;
  },
};
