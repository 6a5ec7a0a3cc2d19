/** Members of classes and implementations: methods, fields, and what is neither. */
import type { DeclId } from '../../base/ids.ts';
import type { TokenRange } from '../canonical-text.ts';
import type { TokenTable } from '../token.ts';
import { Flag, hasFlag, Kind, kindAt, textAt } from '../token.ts';
import { readCallable } from './callable.ts';
import { interruptsBody } from './declaration-start.ts';
import { bodyEnd, headerEnd } from './header.ts';
import type { OutlineBuilder } from './outline-builder.ts';
import { addCallable, addDeclaration, uniqueId } from './outline-builder.ts';

/** A class or implementation whose members are read. */
export interface Owner {
  readonly kind: 'class' | 'implement';
  readonly local: string;
  readonly id: DeclId;
  strays: number;
}

/** At the `}`, or where the next declaration of the module begins. */
export function endsMembers(tokens: TokenTable, index: number): boolean {
  if (hasFlag(tokens, index, Flag.interpolated)) return false;
  return kindAt(tokens, index) === Kind.braceClose || interruptsBody(tokens, index);
}

/** `capability mode Name, mode Name;`, as far as it looks like one. */
export function capabilityClauseEnd(tokens: TokenTable, from: number): number {
  let index = from + 1;
  while (kindAt(tokens, index) === Kind.identifier) {
    index += kindAt(tokens, index + 1) === Kind.identifier ? 2 : 1;
    if (kindAt(tokens, index) !== Kind.comma) break;
    index += 1;
  }
  return kindAt(tokens, index) === Kind.semicolon ? index + 1 : index;
}

/** Adds the member that starts at `from`; returns where the next one does. */
export function splitMember(members: OutlineBuilder, owner: Owner, from: number): number {
  const { tokens } = members;
  switch (kindAt(tokens, from)) {
    case Kind.var:
    case Kind.const:
      if (owner.kind === 'implement') {
        return addStray(members, owner, { from, to: fieldEnd(tokens, from) });
      }
      return addField(members, owner, { from, to: fieldEnd(tokens, from) });
    case Kind.identifier: {
      const next = kindAt(tokens, from + 1);
      const isField = owner.kind === 'class' && (next === Kind.var || next === Kind.const);
      return isField
        ? addField(members, owner, { from, to: fieldEnd(tokens, from + 1) })
        : splitMethod(members, owner, from);
    }
    case Kind.borrowed:
    case Kind.function:
    case Kind.parenOpen:
      return splitMethod(members, owner, from);
    default:
      return addStray(members, owner, { from, to: strayEnd(tokens, from) });
  }
}

/** What has parameters or a body is a method; `int x;` is a field whose `var` is missing. */
function splitMethod(members: OutlineBuilder, owner: Owner, from: number): number {
  const { tokens } = members;
  const header = { from, to: headerEnd(tokens, from) };
  const { id, name } = readCallable(tokens, header);
  if (name === undefined && kindAt(tokens, header.to) !== Kind.braceOpen) {
    const to = kindAt(tokens, header.to) === Kind.semicolon ? header.to + 1 : header.to;
    return owner.kind === 'class'
      ? addField(members, owner, { from, to })
      : addStray(members, owner, { from, to: Math.max(to, from + 1) });
  }
  return addCallable(members, {
    kind: 'method',
    local: uniqueId(members, `${owner.local}.method ${id}`),
    name,
    isPublic: false,
    parent: owner.id,
    header,
  });
}

function addField(members: OutlineBuilder, owner: Owner, range: TokenRange): number {
  const name = fieldName(members.tokens, range);
  const text = name === undefined ? '' : textAt(members.tokens, name);
  addDeclaration(members, {
    kind: 'field',
    local: uniqueId(members, `${owner.local}.field ${text}`),
    name,
    isPublic: false,
    parent: owner.id,
    signature: [range],
    body: undefined,
  });
  return range.to;
}

/** The last word before the `:` or `;`. */
function fieldName(tokens: TokenTable, { from, to }: TokenRange): number | undefined {
  let name: number | undefined;
  for (let index = from; index < to; index += 1) {
    const kind = kindAt(tokens, index);
    if (kind === Kind.colon || kind === Kind.semicolon || kind === Kind.equal) break;
    if (kind === Kind.identifier) name = index;
  }
  return name;
}

/** Behind the `;`; without one, where the next member or the class's end is. */
function fieldEnd(tokens: TokenTable, from: number): number {
  for (let index = from + 1; index < tokens.count; index += 1) {
    if (hasFlag(tokens, index, Flag.interpolated)) continue;
    if (endsMembers(tokens, index)) return index;
    switch (kindAt(tokens, index)) {
      case Kind.semicolon:
        return index + 1;
      case Kind.var:
      case Kind.const:
      case Kind.capability:
        return index;
      case Kind.braceOpen:
        return bodyEnd(tokens, index);
      case Kind.identifier:
      case Kind.borrowed:
      case Kind.function:
        if (
          index >= from + 3 &&
          hasFlag(tokens, index, Flag.newlineBefore) &&
          kindAt(tokens, index - 1) === Kind.identifier
        ) {
          return index;
        }
        break;
      default:
    }
  }
  return tokens.count;
}

function strayEnd(tokens: TokenTable, from: number): number {
  let index = kindAt(tokens, from) === Kind.braceOpen ? from : from + 1;
  while (index < tokens.count && !endsMembers(tokens, index)) {
    const kind = kindAt(tokens, index);
    if (hasFlag(tokens, index, Flag.interpolated)) {
      index += 1;
      continue;
    }
    if (kind === Kind.semicolon) return index + 1;
    if (kind === Kind.braceOpen) return bodyEnd(tokens, index);
    if (kind === Kind.var || kind === Kind.const || kind === Kind.capability) return index;
    if (kind === Kind.identifier && hasFlag(tokens, index, Flag.newlineBefore)) return index;
    index += 1;
  }
  return Math.max(index, from + 1);
}

function addStray(members: OutlineBuilder, owner: Owner, range: TokenRange): number {
  owner.strays += 1;
  addDeclaration(members, {
    kind: 'stray',
    local: `${owner.local}.stray ${owner.strays}`,
    name: undefined,
    isPublic: false,
    parent: owner.id,
    signature: [range],
    body: undefined,
  });
  return range.to;
}
