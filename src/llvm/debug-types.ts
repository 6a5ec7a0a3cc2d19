/**
 * DWARF's types for Bolt's, as debuggers see values in memory.
 *
 * A class is described in full where its descriptor is emitted, and by name elsewhere: a new field
 * changes the code of no module that only mentions the class. So the names are qualified.
 */
import { assertNever, InternalError } from '../base/invariant.ts';
import { parseTypeKeys } from '../sema/parse-type-key.ts';
import type { Type } from '../sema/type.ts';
import { printType, qualifiedName, typeKey } from '../sema/type-key.ts';
import { headerBytes } from './layout.ts';
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

  /** `shapes`: the classes that this module describes. */
  constructor(metadata: Metadata, shapes: readonly ClassShape[]) {
    this.#metadata = metadata;
    this.#shapes = new Map(shapes.map((shape) => [shape.key, shape]));
  }

  /** Of a value; null for none. */
  type(key: string): MetadataRef | null {
    let found = this.#known.get(key);
    if (found === undefined) {
      const [type, ...others] = parseTypeKeys(key);
      if (type === undefined || others.length > 0) throw new InternalError(`Not one type: ${key}`);
      found = this.#describe(type);
      this.#known.set(key, found);
    }
    return found;
  }

  /** Of a function, by the types of its parameters and its result. */
  signature(types: readonly string[]): MetadataRef {
    const refs = types.map((type) => this.type(type) ?? 'null');
    const result = refs.at(-1) ?? 'null';
    const list = this.#metadata.node(`!{${[result, ...refs.slice(0, -1)].join(', ')}}`);
    // Strings are passed and returned as three words, which is no convention that debuggers know.
    const convention = types.includes('string') ? 'cc: DW_CC_nocall, ' : '';
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

  #describe(type: Type): MetadataRef | null {
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

  #pointer(to: MetadataRef): MetadataRef {
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
    const unknown = this.#metadata.node(
      '!DIDerivedType(tag: DW_TAG_pointer_type, baseType: null, size: 64)',
    );
    return [
      this.#place(object, { name: '(class)', offsetBytes: 0 }, unknown),
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

/** `shapes.Box<int>`. */
export function qualified(type: Type): string {
  if (type.kind !== 'class') return printType(type);
  const args = type.args.length === 0 ? '' : `<${type.args.map(qualified).join(',')}>`;
  return qualifiedName(type.decl) + args;
}
