/** Keys of instances: a declaration and the profiles of its type arguments, as one text and back. */
import type { DeclId } from '../base/ids.ts';
import { parseDeclId } from '../base/ids.ts';
import type { ExclusiveMode, InstanceKey, Profile } from './model.ts';
import { exclusiveModes } from './model.ts';

export function instanceKey(decl: DeclId, profiles: readonly Profile[]): InstanceKey {
  return profiles.length === 0 ? decl : `${decl}<${profiles.join(',')}>`;
}

/** No declaration's id ends with `>`, so a key that does has profiles. */
export function splitInstanceKey(key: InstanceKey): {
  readonly decl: DeclId;
  readonly profiles: readonly Profile[];
} {
  if (!key.endsWith('>')) return { decl: parseDeclId(key), profiles: [] };
  const open = key.lastIndexOf('<');
  return { decl: parseDeclId(key.slice(0, open)), profiles: key.slice(open + 1, -1).split(',') };
}

export function profileOf(modes: readonly ExclusiveMode[]): Profile {
  return modes.length === 0 ? 'shared' : modes.join('+');
}

/** The modes that a profile names, none for `value` and `shared`. */
export function modesOf(profile: Profile): readonly ExclusiveMode[] {
  const named = new Set(profile.split('+'));
  return exclusiveModes.filter((mode) => named.has(mode));
}

/** Whether nothing depends on the type arguments: what holds then is said at the declaration itself. */
export function isPlain(profiles: readonly Profile[]): boolean {
  return profiles.every((profile) => profile === 'value');
}
