/** Which folder is a project: the nearest one with a manifest. Reads no manifest, and loads little. */
import path from 'node:path';
import type { Host } from '../host/host.ts';

export const manifestName = 'bolt.toml';

/** `from` or a folder above it; undefined when none has a manifest. */
export function manifestFolderOf(host: Host, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (host.state(path.join(folder, manifestName)) !== undefined) return folder;
    if (path.dirname(folder) === folder) return undefined;
  }
}
