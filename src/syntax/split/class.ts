/**
 * Classes and implementations: the header, the capability clause of a class, and the members as declarations of
 * their own.
 */
import { declId } from '../../base/ids.ts';
import type { TokenRange } from '../canonical-text.ts';
import { Kind, kindAt, textAt } from '../token.ts';
import { headerEnd } from './header.ts';
import type { Owner } from './members.ts';
import { capabilityClauseEnd, endsMembers, splitMember } from './members.ts';
import type { OutlineBuilder } from './outline-builder.ts';
import { addDeclaration, createOutline, uniqueId } from './outline-builder.ts';

interface OwnerPlace {
  readonly kind: 'class' | 'implement';
  /** The first token, which may be `public`. */
  readonly from: number;
  /** The word `class` or `implement`. */
  readonly start: number;
  readonly isPublic: boolean;
}

/**
 * Adds the class or implementation and, behind it, its members; returns the index behind it. The members are
 * collected first, since the owner's own text ends with its `}`.
 */
export function splitOwner(outline: OutlineBuilder, place: OwnerPlace): number {
  const { tokens, module } = outline;
  const { kind, isPublic } = place;
  const header = { from: place.from, to: headerEnd(tokens, place.start + 1) };
  const named = kindAt(tokens, place.start + 1) === Kind.identifier && place.start + 1 < header.to;
  const name = named ? place.start + 1 : undefined;
  const local = uniqueId(outline, `${kind} ${name === undefined ? '' : textAt(tokens, name)}`);
  const signature: TokenRange[] = [header];

  let index = header.to;
  const members = createOutline(module, outline.path, tokens);
  members.doc = outline.doc;
  members.line = outline.line;
  if (kindAt(tokens, index) === Kind.braceOpen) {
    const owner: Owner = { kind, local, id: declId(module, local), strays: 0 };
    signature[0] = { from: header.from, to: index + 1 };
    index += 1;
    while (index < tokens.count && !endsMembers(tokens, index)) {
      if (kind === 'class' && kindAt(tokens, index) === Kind.capability) {
        const to = capabilityClauseEnd(tokens, index);
        signature.push({ from: index, to });
        index = to;
      } else {
        index = splitMember(members, owner, index);
      }
    }
    if (kindAt(tokens, index) === Kind.braceClose) {
      signature.push({ from: index, to: index + 1 });
      index += 1;
    }
  } else if (kindAt(tokens, index) === Kind.semicolon) {
    index += 1;
    signature[0] = { from: header.from, to: index };
  }
  addDeclaration(outline, {
    kind,
    local,
    name,
    isPublic,
    parent: undefined,
    signature,
    body: undefined,
  });
  for (const member of members.declarations) outline.declarations.push(member);
  outline.doc = Math.max(outline.doc, members.doc);
  return index;
}
