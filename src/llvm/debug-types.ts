/**
 * DWARF's types for Bolt's, as debuggers see values in memory.
 *
 * A class is described in full where its descriptor is emitted, and by name elsewhere: a new field
 * changes the code of no module that only mentions the class. So the names are qualified.
 */
import { assertNever, InternalError } from '../base/invariant.ts';
import type { ShapeSource } from '../ir/value-shapes.ts';
import { parseTypeKeys } from '../sema/parse-type-key.ts';
import type { ArrayType, Type } from '../sema/type.ts';
import { printType, qualifiedName, typeKey } from '../sema/type-key.ts';
import type { MemberType, ValueMember } from './debug-values.ts';
import { holdsShapes, membersOf } from './debug-values.ts';
import type { CompositeType } from './ir-types.ts';
import { headerBytes, isNullable } from './layout.ts';
import type { Metadata, MetadataRef } from './metadata.ts';
import { quote } from './metadata.ts';

/** An object's fields, those of its superclasses first. */
export interface ClassShape {
  /** `typeKey` of the class. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly fields: readonly ShapeField[];
}

export interface ShapeField {
  readonly name: string;
  /** `typeKey`. */
  readonly type: string;
  readonly offsetBytes: number;
}

export class DebugTypes {
  readonly #metadata: Metadata;
  readonly #shapes: ReadonlyMap<string, ClassShape>;
  readonly #known = new Map<string, MetadataRef | null>();
  readonly #structs = new Map<string, MetadataRef>();
  readonly #values: ShapeSource;
  /** Structs, unions and what holds them by value that are mentioned without being described yet. */
  readonly #mentioned = new Map<string, { readonly type: Type; readonly ref: MetadataRef }>();

  /** `shapes`: the classes that this module describes; `values`: what structs and unions consist of. */
  constructor(metadata: Metadata, shapes: readonly ClassShape[], values: ShapeSource) {
    this.#metadata = metadata;
    this.#shapes = new Map(shapes.map((shape) => [shape.key, shape]));
    this.#values = values;
  }

  /** Of a value; null for none. */
  type(key: string): MetadataRef | null {
    let found = this.#known.get(key);
    if (found === undefined) {
      const [type, ...others] = parseTypeKeys(key);
      if (type === undefined || others.length > 0) throw new InternalError(`Not one type: ${key}`);
      found = this.#describe(type, key);
      this.#known.set(key, found);
    }
    return found;
  }

  /** Declares what was mentioned and never described, for debuggers to find in another module. */
  declareRest(): void {
    for (const { type, ref } of this.#mentioned.values()) {
      const head = `tag: DW_TAG_structure_type, name: ${quote(qualified(type))}`;
      this.#metadata.define(ref, `!DICompositeType(${head}, flags: DIFlagFwdDecl)`);
    }
    this.#mentioned.clear();
  }

  /** Of a function, by the types of its parameters and its result. */
  signature(types: readonly string[]): MetadataRef {
    const refs = types.map((type) => this.type(type) ?? 'null');
    const result = refs.at(-1) ?? 'null';
    const list = this.#metadata.node(`!{${[result, ...refs.slice(0, -1)].join(', ')}}`);
    // What has parts is passed and returned as these, which is no convention that debuggers know.
    const convention = types.some(hasParts) ? 'cc: DW_CC_nocall, ' : '';
    return this.#metadata.node(`!DISubroutineType(${convention}types: ${list})`);
  }

  /** An object of the class, in full if this module describes it. */
  object(key: string, name: string): MetadataRef {
    const known = this.#structs.get(key);
    if (known !== undefined) return known;
    const head = `!DICompositeType(tag: DW_TAG_structure_type, name: ${quote(name)}`;
    const shape = this.#shapes.get(key);
    if (shape === undefined) {
      const declared = this.#metadata.node(`${head}, flags: DIFlagFwdDecl)`);
      this.#structs.set(key, declared);
      return declared;
    }
    // Fields may lead back to it.
    const made = this.#metadata.reserve();
    this.#structs.set(key, made);
    const fields = shape.fields.map((field) => this.#member(made, field));
    const elements = this.#metadata.node(`!{${[...this.#header(made), ...fields].join(', ')}}`);
    const size = shape.sizeBytes * 8;
    this.#metadata.define(made, `distinct ${head}, size: ${size}, elements: ${elements})`);
    return made;
  }

  #describe(type: Type, key: string): MetadataRef | null {
    switch (type.kind) {
      case 'int':
        return this.#basic(type, type.bits, type.signed ? 'DW_ATE_signed' : 'DW_ATE_unsigned');
      case 'float':
        return this.#basic(type, type.bits, 'DW_ATE_float');
      case 'bool':
        return this.#basic(type, 8, 'DW_ATE_boolean');
      case 'char':
        // By this name gdb knows that it prints a character.
        return this.#metadata.node(
          '!DIBasicType(name: "char32_t", size: 32, encoding: DW_ATE_UTF)',
        );
      case 'string':
        return this.#string();
      case 'class':
        return this.#pointer(this.object(typeKey(type), qualified(type)));
      case 'array':
        return this.#array(type);
      case 'pointer':
        return this.#pointer(this.#behind(type.target));
      case 'tuple':
      case 'struct':
      case 'optional':
      case 'union':
        return this.#composite(type, key);
      case 'void':
      case 'never':
        return null;
      case 'parameter':
      case 'error':
        throw new InternalError(`A debugger met the type ${typeKey(type)}`);
      default:
        return assertNever(type);
    }
  }

  #basic(type: Type, bits: number, encoding: string): MetadataRef {
    const name = quote(printType(type));
    return this.#metadata.node(`!DIBasicType(name: ${name}, size: ${bits}, encoding: ${encoding})`);
  }

  /** A value with parts of its own, in full. */
  #composite(type: CompositeType, key: string): MetadataRef | null {
    if (type.kind === 'optional' && isNullable(type.value)) return this.type(typeKey(type.value));
    const made = this.#mentioned.get(key)?.ref ?? this.#metadata.reserve();
    this.#mentioned.delete(key);
    // Classes in it may lead back to it.
    this.#known.set(key, made);
    const { sizeBytes, members } = membersOf(type, this.#values);
    const fields = members.map((member) => this.#memberOf(made, member));
    this.#define(made, { tag: 'structure', name: qualified(type), sizeBytes, elements: fields });
    return made;
  }

  #memberOf(of: MetadataRef, member: ValueMember): MetadataRef {
    return this.#place(of, member, this.#memberType(member.type));
  }

  #memberType(type: MemberType): MetadataRef {
    switch (type.kind) {
      case 'enumeration': {
        const names = type.names.map((name, value) =>
          this.#metadata.node(`!DIEnumerator(name: ${quote(name)}, value: ${value})`),
        );
        const tag = 'tag: DW_TAG_enumeration_type, size: 32';
        const elements = this.#metadata.node(`!{${names.join(', ')}}`);
        return this.#metadata.node(`!DICompositeType(${tag}, elements: ${elements})`);
      }
      case 'overlay': {
        const made = this.#metadata.reserve();
        const elements = type.members.map((member) => this.#memberOf(made, member));
        this.#define(made, { tag: 'union', sizeBytes: type.sizeBytes, elements });
        return made;
      }
      case 'value': {
        const found = this.type(typeKey(type.type));
        if (found === null) throw new InternalError('A part of a value has no type');
        return found;
      }
      default:
        return assertNever(type);
    }
  }

  /** Three words; debuggers print the elements with `*values.data@values.length`. */
  #array(type: ArrayType): MetadataRef {
    const made = this.#metadata.reserve();
    const elements = [
      this.#place(made, { name: '(block)', offsetBytes: 0 }, this.#unknown()),
      this.#place(
        made,
        { name: 'data', offsetBytes: 8 },
        this.#pointer(this.#behind(type.element)),
      ),
      this.#place(made, { name: 'length', offsetBytes: 16 }, this.#word()),
    ];
    this.#define(made, { tag: 'structure', name: qualified(type), sizeBytes: 24, elements });
    return made;
  }

  /**
   * Of what a reference leads to. Code does not depend on what structs and unions there consist of:
   * they are mentioned, as classes are.
   */
  #behind(type: Type): MetadataRef | 'null' {
    const key = typeKey(type);
    const known = this.#known.get(key);
    if (known !== undefined) return known ?? 'null';
    if (!holdsShapes(type)) return this.type(key) ?? 'null';
    let mentioned = this.#mentioned.get(key);
    if (mentioned === undefined) {
      mentioned = { type, ref: this.#metadata.reserve() };
      this.#mentioned.set(key, mentioned);
    }
    return mentioned.ref;
  }

  #define(made: MetadataRef, { tag, name, sizeBytes, elements }: Composite): void {
    const named = name === undefined ? '' : `name: ${quote(name)}, `;
    const list = this.#metadata.node(`!{${elements.join(', ')}}`);
    const size = `size: ${sizeBytes * 8}`;
    this.#metadata.define(
      made,
      `distinct !DICompositeType(tag: DW_TAG_${tag}_type, ${named}${size}, elements: ${list})`,
    );
  }

  #unknown(): MetadataRef {
    return this.#pointer('null');
  }

  #pointer(to: MetadataRef | 'null'): MetadataRef {
    return this.#metadata.node(
      `!DIDerivedType(tag: DW_TAG_pointer_type, baseType: ${to}, size: 64)`,
    );
  }

  /** struct bolt_string of the runtime. */
  #string(): MetadataRef {
    const made = this.#metadata.reserve();
    const words = [
      this.#place(made, { name: 'bytes', offsetBytes: 0 }, this.#word()),
      this.#place(made, { name: 'code_points', offsetBytes: 8 }, this.#word()),
      this.#place(made, { name: 'data', offsetBytes: 16 }, this.#text()),
    ];
    const elements = this.#metadata.node(`!{${words.join(', ')}}`);
    const tag = 'tag: DW_TAG_structure_type, name: "string", size: 192';
    this.#metadata.define(made, `distinct !DICompositeType(${tag}, elements: ${elements})`);
    return made;
  }

  #text(): MetadataRef {
    const byte = '!DIBasicType(name: "byte", size: 8, encoding: DW_ATE_signed_char)';
    return this.#pointer(this.#metadata.node(byte));
  }

  #word(): MetadataRef {
    return this.#metadata.node('!DIBasicType(name: "u64", size: 64, encoding: DW_ATE_unsigned)');
  }

  /** The class that an object really has, which a debugger shows by its symbol, and the lock. */
  #header(object: MetadataRef): readonly MetadataRef[] {
    return [
      this.#place(object, { name: '(class)', offsetBytes: 0 }, this.#unknown()),
      this.#place(object, { name: '(lock)', offsetBytes: headerBytes / 2 }, this.#word()),
    ];
  }

  #member(object: MetadataRef, field: ShapeField): MetadataRef {
    const type = this.type(field.type);
    if (type === null) throw new InternalError(`Field ${field.name} has no type`);
    return this.#place(object, field, type);
  }

  #place(
    object: MetadataRef,
    { name, offsetBytes }: Pick<ShapeField, 'name' | 'offsetBytes'>,
    type: MetadataRef,
  ): MetadataRef {
    const at = `scope: ${object}, baseType: ${type}, offset: ${offsetBytes * 8}`;
    return this.#metadata.node(`!DIDerivedType(tag: DW_TAG_member, name: ${quote(name)}, ${at})`);
  }
}

interface Composite {
  readonly tag: 'structure' | 'union';
  readonly name?: string;
  readonly sizeBytes: number;
  readonly elements: readonly MetadataRef[];
}

/** Whether values of the type with this key are more than one word to LLVM. */
function hasParts(key: string): boolean {
  const [type] = parseTypeKeys(key);
  switch (type?.kind) {
    case 'string':
    case 'array':
    case 'tuple':
    case 'struct':
    case 'union':
      return true;
    case 'optional':
      return !isNullable(type.value);
    default:
      return false;
  }
}

/** `shapes.Box<int>`. */
export function qualified(type: Type): string {
  switch (type.kind) {
    case 'class':
    case 'struct':
    case 'union': {
      const args = type.args.length === 0 ? '' : `<${type.args.map(qualified).join(',')}>`;
      return qualifiedName(type.decl) + args;
    }
    case 'array':
      return `${qualified(type.element)}[]`;
    case 'tuple':
      return `(${type.elements.map(qualified).join(',')})`;
    case 'optional':
      return `${qualified(type.value)}?`;
    default:
      return printType(type);
  }
}
