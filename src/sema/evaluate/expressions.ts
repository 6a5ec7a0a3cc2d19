/** Evaluation of every kind of expression, by the file that has its rule. */
import { assertNever } from '../../base/invariant.ts';
import type { HirBlock, HirExpr } from '../hir.ts';
import {
  element,
  join,
  lengthOf,
  memberIndex,
  newArray,
  openPlace,
  slice,
  split,
  structValue,
  zeroValue,
} from './aggregates.ts';
import { evaluateCall } from './calls.ts';
import {
  evaluateCoalesce,
  evaluateFor,
  evaluateForEach,
  evaluateForRange,
  evaluateIf,
  evaluateIfLet,
  evaluateMatch,
  evaluateTry,
  evaluateWhile,
  evaluateWhileLet,
} from './control.ts';
import { readFloat } from './floats.ts';
import type { Frame } from './machine.ts';
import { charge, impure, Jump, limits, panic, stop } from './machine.ts';
import { applyBinary, applyUnary, convertValue, equalValues, isLogical } from './operators.ts';
import { matches } from './patterns.ts';
import { evaluateExternCall } from './runtime-calls.ts';
import { showValue } from './show.ts';
import type { Value } from './values.ts';
import { arrayOf, asInjected, asMembers, asText, fromConstant, NONE } from './values.ts';

type Kind<K extends HirExpr['kind']> = Extract<HirExpr, { readonly kind: K }>;

export function evaluateBlock(frame: Frame, { statements, yields }: HirBlock): Value {
  let last: Value;
  for (const statement of statements) last = evaluateExpr(frame, statement);
  return yields ? last : undefined;
}

export function evaluateExpr(frame: Frame, expr: HirExpr): Value {
  charge(frame, 1, expr.at);
  const { machine } = frame;
  machine.nesting += 1;
  if (machine.nesting > limits.nesting) {
    stop(frame, { kind: 'bound', message: 'its calls and expressions nest too deep' }, expr.at);
  }
  const value = evaluateNode(frame, expr);
  machine.nesting -= 1;
  return value;
}

function evaluateNode(frame: Frame, expr: HirExpr): Value {
  const { locals } = frame;
  switch (expr.kind) {
    case 'int':
      return BigInt(expr.value);
    case 'float':
      return readFloat(expr.value);
    case 'bool':
    case 'string':
      return expr.value;
    case 'local':
      return locals[expr.local];
    case 'let':
    case 'assignLocal':
      return store(frame, expr.local, frame.value(frame, expr.value));
    case 'compoundLocal': {
      const left = locals[expr.local];
      const right = frame.value(frame, expr.value);
      const type = frame.type(expr.type);
      const { operator, at } = expr;
      return store(frame, expr.local, applyBinary(frame, operator, { left, right, type, at }));
    }
    case 'consumeLocal': {
      const value = locals[expr.local];
      store(frame, expr.local, zeroValue(frame, frame.type(expr.type), expr.at));
      return value;
    }
    case 'binary':
      return evaluateChain(frame, expr);
    case 'unary':
      return applyUnary(expr.operator, frame.value(frame, expr.operand), frame.type(expr.type));
    case 'convert':
      return convertValue(frame.value(frame, expr.operand), frame.type(expr.type));
    case 'constant':
      return constantValue(frame, expr);
    case 'none':
      return NONE;
    case 'some':
      return { kind: 'some', value: frame.value(frame, expr.value) };
    case 'inject':
      return { kind: 'inject', member: expr.member, value: frame.value(frame, expr.value) };
    case 'tuple':
      return {
        kind: 'members',
        members: expr.elements.map((each) => frame.value(frame, each)),
      };
    case 'struct':
      return structValue(frame, expr);
    case 'member': {
      const whole = asMembers(frame.value(frame, expr.object));
      return whole.members[memberIndex(frame, frame.type(expr.object.type), expr.member)];
    }
    case 'array':
      return arrayOf(expr.elements.map((each) => frame.value(frame, each)));
    case 'newArray':
      return newArray(frame, expr);
    case 'element':
      return element(frame, expr);
    case 'slice':
      return slice(frame, expr);
    case 'length':
      return lengthOf(frame, expr);
    case 'split':
      return split(frame, expr);
    case 'join':
      return join(frame, expr);
    case 'freeze':
      return frame.value(frame, expr.array);
    case 'assignPlace': {
      const place = openPlace(frame, expr.place);
      const value = frame.value(frame, expr.value);
      place.write(value);
      return value;
    }
    case 'compoundPlace': {
      const place = openPlace(frame, expr.place);
      const left = place.read();
      const right = frame.value(frame, expr.value);
      const type = frame.type(expr.place.type);
      const { operator, at } = expr;
      const value = applyBinary(frame, operator, { left, right, type, at });
      place.write(value);
      return value;
    }
    case 'callFunction':
      return evaluateCall(frame, expr);
    case 'interpolate':
      return interpolated(frame, expr);
    case 'if':
      return evaluateIf(frame, expr);
    case 'ifLet':
      return evaluateIfLet(frame, expr);
    case 'match':
      return evaluateMatch(frame, expr);
    case 'while':
      return void evaluateWhile(frame, expr);
    case 'whileLet':
      return void evaluateWhileLet(frame, expr);
    case 'for':
      return void evaluateFor(frame, expr);
    case 'forRange':
      return void evaluateForRange(frame, expr);
    case 'forEach':
      return void evaluateForEach(frame, expr);
    case 'letPattern': {
      const value = frame.value(frame, expr.value);
      matches(frame, expr.pattern, { value, type: frame.type(expr.value.type), at: expr.at });
      return undefined;
    }
    case 'block':
      return evaluateBlock(frame, expr.block);
    case 'coalesce':
      return evaluateCoalesce(frame, expr);
    case 'try':
      return evaluateTry(frame, expr);
    case 'is':
      return passes(frame, expr);
    case 'cast':
      return cast(frame, expr);
    case 'return':
      throw new Jump(
        'return',
        undefined,
        expr.value === undefined ? undefined : frame.value(frame, expr.value),
      );
    case 'break':
    case 'continue':
      throw new Jump(expr.kind, expr.loop, undefined);
    case 'panic':
      return panic(frame, asText(frame.value(frame, expr.message)), expr.at);
    case 'assert':
      if (frame.value(frame, expr.condition) === true) return undefined;
      return panic(frame, `assertion failed: ${expr.text}`, expr.at);
    case 'assertEqual':
      return assertEqual(frame, expr);
    case 'error':
      return stop(frame, { kind: 'erroneous' }, expr.at);
    case 'new':
      return impure(frame, 'creates an object', expr.at);
    case 'field':
      return impure(frame, `reads the field \`${expr.field.name}\` of an object`, expr.at);
    case 'assignField':
    case 'compoundField':
    case 'consumeField':
      return impure(frame, `changes the field \`${expr.field.name}\` of an object`, expr.at);
    case 'callMethod':
      return impure(frame, 'calls a method of an object', expr.at);
    case 'printf':
      return impure(frame, 'prints', expr.at);
    case 'finish':
      return impure(frame, 'waits for tasks', expr.at);
    case 'async':
      return impure(frame, 'starts a task', expr.at);
    case 'callExtern':
      return evaluateExternCall(frame, expr);
    case 'global':
      return impure(frame, 'reads a global variable', expr.at);
    case 'hash':
      return impure(frame, 'asks for a hash', expr.at);
    default:
      return assertNever(expr);
  }
}

/** A chain of operators, whose left operands nest as deep as it is long. */
function evaluateChain(frame: Frame, expr: Kind<'binary'>): Value {
  const spine: Kind<'binary'>[] = [];
  let leaf: HirExpr = expr;
  for (; leaf.kind === 'binary'; leaf = leaf.left) spine.push(leaf);
  charge(frame, spine.length, expr.at);
  let value = frame.value(frame, leaf);
  for (let node = spine.pop(); node !== undefined; node = spine.pop()) {
    if (isLogical(node)) {
      if (value === (node.operator === '&&')) value = frame.value(frame, node.right);
      continue;
    }
    const right = frame.value(frame, node.right);
    const type = frame.type(node.left.type);
    value = applyBinary(frame, node.operator, { left: value, right, type, at: node.at });
  }
  return value;
}

function store(frame: Frame, local: number, value: Value): Value {
  frame.locals[local] = value;
  return value;
}

function constantValue(frame: Frame, expr: Kind<'constant'>): Value {
  const { constants } = frame.machine;
  if (!constants.has(expr)) constants.set(expr, fromConstant(expr.value));
  return constants.get(expr);
}

function interpolated(frame: Frame, expr: Kind<'interpolate'>): string {
  const texts = expr.parts.map((part) =>
    typeof part === 'string'
      ? part
      : showValue(frame.machine.parts, frame.type(part.type), frame.value(frame, part)),
  );
  const whole = texts.join('');
  charge(frame, whole.length >> 3, expr.at);
  return whole;
}

function passes(frame: Frame, { operand, test, at }: Kind<'is'>): boolean {
  const value = frame.value(frame, operand);
  if (test.kind === 'class') return impure(frame, 'looks at an object', at);
  return asInjected(value).member === test.member;
}

function cast(frame: Frame, { operand, test, failure, at }: Kind<'cast'>): Value {
  const value = frame.value(frame, operand);
  if (test.kind === 'class') return impure(frame, 'looks at an object', at);
  const injected = asInjected(value);
  const isPassed = injected.member === test.member;
  if (failure === 'optional') {
    return isPassed ? { kind: 'some', value: injected.value } : NONE;
  }
  return isPassed ? injected.value : panic(frame, 'the value is of another type', at);
}

function assertEqual(frame: Frame, { actual, expected, at }: Kind<'assertEqual'>): Value {
  const left = frame.value(frame, actual);
  const right = frame.value(frame, expected);
  if (equalValues(left, right)) return undefined;
  const type = frame.type(actual.type);
  const show = (value: Value): string => showValue(frame.machine.parts, type, value);
  return panic(frame, `assertion failed: ${show(left)} is not equal to ${show(right)}`, at);
}
