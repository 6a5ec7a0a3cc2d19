/** What random concurrent programs are made of: classes with capabilities, and what may be called. */

export type Mode = 'linear' | 'local' | 'read' | 'subordinate' | 'locked';

export interface Capability {
  readonly name: string;
  readonly mode: Mode;
}

export interface FieldModel {
  readonly name: string;
  readonly type: ValueType;
  readonly isConst: boolean;
  readonly capabilities: readonly string[];
}

export type ValueType = 'int' | ClassModel;

export interface ParameterModel {
  readonly type: ValueType;
  readonly borrowed: boolean;
  /** Capabilities of the parameter's class; absent: all. */
  readonly guard?: readonly string[];
}

/** A function or method. It calls only what has a lower level, so that every program ends. */
export interface CallableModel {
  readonly name: string;
  /** Of a method: used on its object. */
  readonly capabilities: readonly string[];
  readonly parameters: readonly ParameterModel[];
  readonly result: ClassModel | undefined;
  readonly level: number;
  /** Statements that a call runs, roughly. */
  readonly cost: number;
}

/** Inherited members come first; what is built later is added to `methods`. */
export interface ClassModel {
  /** As a type is written, `Box<C1>`. */
  readonly name: string;
  readonly superclass: ClassModel | undefined;
  readonly capabilities: readonly Capability[];
  readonly fields: readonly FieldModel[];
  readonly methods: CallableModel[];
}

export function capabilityOf(type: ClassModel, name: string): Capability | undefined {
  return type.capabilities.find((capability) => capability.name === name);
}

export function namesOf(type: ClassModel): readonly string[] {
  return type.capabilities.map(({ name }) => name);
}

export function modeOf(type: ClassModel, name: string): Mode | undefined {
  return capabilityOf(type, name)?.mode;
}

export function isSubclass(type: ClassModel, of: ClassModel): boolean {
  return type === of || (type.superclass !== undefined && isSubclass(type.superclass, of));
}

/** Modes of a capability and of what its fields hold. */
export function reachedBy(type: ClassModel, capability: string): ReadonlySet<Mode> {
  const mode = modeOf(type, capability);
  const modes = new Set<Mode>(mode === undefined ? [] : [mode]);
  for (const field of type.fields) {
    if (field.type === 'int' || !field.capabilities.includes(capability)) continue;
    for (const reached of reachedByClass(field.type)) modes.add(reached);
  }
  return modes;
}

export function reachedByClass(type: ClassModel): ReadonlySet<Mode> {
  return new Set(type.capabilities.flatMap(({ name }) => [...reachedBy(type, name)]));
}

export function isLinear(type: ClassModel): boolean {
  return reachedByClass(type).has('linear');
}

export function isLinearCapability(type: ClassModel, name: string): boolean {
  return reachedBy(type, name).has('linear');
}

function isConfinedCapability(type: ClassModel, name: string): boolean {
  const modes = reachedBy(type, name);
  return modes.has('local') || modes.has('subordinate');
}

/** Capabilities that may be used in a task that did not make the object. */
export function crossingOf(type: ClassModel, names: readonly string[]): readonly string[] {
  const confined = namesOf(type).filter((name) => isConfinedCapability(type, name));
  return names.filter(
    (name) =>
      !confined.includes(name) &&
      type.fields.every(
        (field) =>
          !field.capabilities.includes(name) ||
          field.capabilities.every((other) => !confined.includes(other)),
      ),
  );
}

/** Whether some field belongs to two capabilities and changes, so that they are best kept together. */
export function hasOverlap(type: ClassModel): boolean {
  return type.fields.some(({ capabilities, isConst }) => capabilities.length > 1 && !isConst);
}

/** An expression that makes an object with all of its fields set, so that nothing panics. */
export function newOf(type: ClassModel): string {
  const inits = type.fields.map(({ name, type: of }) => `${name}: ${of === 'int' ? 1 : newOf(of)}`);
  return `new ${type.name}(${inits.join(', ')})`;
}
