import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Grant } from '../shared/contract/app.ts';
import type { ResolvedGrant } from '../shared/contract/engine.ts';
import { displayPath } from './locations.ts';

/** Oldest grants of a window go first beyond this many. */
const grantsPerClient = 10_000;

export interface PathGrants {
  /** Lets one window name a path by a token it cannot guess or make. The same path gets the same token again. */
  grant(
    client: string,
    path: string,
    kind: ResolvedGrant['kind'],
    more?: { displayName?: string; temporary?: boolean },
  ): Grant;
  resolve(token: string, client: string): ResolvedGrant | undefined;
  revoke(token: string, client: string): void;
  /** Forgets everything a closed window was granted. */
  revokeClient(client: string): void;
}

export function createPathGrants(homeFolder: string): PathGrants {
  const byClient = new Map<string, Map<string, ResolvedGrant>>();
  return {
    grant(client, path, kind, more = {}) {
      const granted = byClient.get(client) ?? new Map<string, ResolvedGrant>();
      byClient.set(client, granted);
      const resolved: ResolvedGrant = {
        path,
        kind,
        displayName: more.displayName ?? displayPath(path, homeFolder),
        temporary: more.temporary ?? false,
      };
      let token = [...granted].find(([, known]) => known.path === path && known.kind === kind)?.[0];
      token ??= randomBytes(16).toString('base64url');
      granted.delete(token);
      granted.set(token, resolved);
      const [oldest] = granted.keys();
      if (granted.size > grantsPerClient && oldest !== undefined) granted.delete(oldest);
      return { token, kind, displayName: resolved.displayName, sizeBytes: kind === 'file' ? fileSize(path) : null };
    },
    resolve: (token, client) => byClient.get(client)?.get(token),
    revoke(token, client) {
      byClient.get(client)?.delete(token);
    },
    revokeClient(client) {
      byClient.delete(client);
    },
  };
}

/** Grants for paths that came from outside the renderer; files and folders that are not there are left out. */
export function grantExisting(grants: PathGrants, client: string, paths: readonly string[]): Grant[] {
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile() && !found?.isDirectory()) return [];
    return [grants.grant(client, path, found.isDirectory() ? 'folder' : 'file')];
  });
}

function fileSize(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}
