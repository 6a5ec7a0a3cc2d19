/** Whether values match patterns; what matches is bound on the way. */
import { assertNever } from '../../base/invariant.ts';
import type { HirPattern } from '../hir.ts';
import type { Type } from '../type.ts';
import { memberIndex } from './aggregates.ts';
import type { Frame } from './machine.ts';
import { impure } from './machine.ts';
import { equalValues } from './operators.ts';
import type { Value } from './values.ts';
import {
  asInjected,
  asInteger,
  asMembers,
  asOptional,
  at as itemAt,
  optionalValue,
} from './values.ts';

interface Subject {
  readonly value: Value;
  readonly type: Type;
  readonly at: number;
}

export function matches(frame: Frame, pattern: HirPattern, subject: Subject): boolean {
  const { value, type, at } = subject;
  switch (pattern.kind) {
    case 'wildcard':
      return true;
    case 'bind':
      frame.locals[pattern.local] = value;
      return true;
    case 'literal':
      return equalValues(value, frame.value(frame, pattern.value));
    case 'range': {
      const number = asInteger(value);
      const end = BigInt(pattern.to);
      return number >= BigInt(pattern.from) && (pattern.inclusive ? number <= end : number < end);
    }
    case 'none':
      return asOptional(value).kind === 'none';
    case 'some': {
      const optional = asOptional(value);
      const inner = { value: optional.kind === 'some' ? optional.value : undefined, at };
      return (
        optional.kind === 'some' &&
        matches(frame, pattern.pattern, { ...inner, type: optionalValue(type) })
      );
    }
    case 'is': {
      if (pattern.test.kind === 'class') return impure(frame, 'looks at an object', at);
      const injected = asInjected(value);
      const inner = { value: injected.value, type: frame.type(pattern.type), at };
      return injected.member === pattern.test.member && matches(frame, pattern.pattern, inner);
    }
    case 'members': {
      const { members } = asMembers(value);
      const parts = frame.machine.parts.members(type);
      return pattern.members.every(({ member, pattern: inner }) => {
        const index = memberIndex(frame, type, member);
        const part = { value: members[index], type: itemAt(parts, index).type, at };
        return matches(frame, inner, part);
      });
    }
    case 'fields':
      return impure(frame, 'reads a field of an object', at);
    case 'or':
      return pattern.alternatives.some((alternative) => matches(frame, alternative, subject));
    default:
      return assertNever(pattern);
  }
}
