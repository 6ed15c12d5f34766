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
  interface Granted {
    byToken: Map<string, ResolvedGrant>;
    tokens: Map<string, string>;
  }
  const byClient = new Map<string, Granted>();
  const keyOf = (path: string, kind: string) => `${kind} ${path}`;
  const remove = ({ byToken, tokens }: Granted, token: string) => {
    const known = byToken.get(token);
    if (known === undefined) return;
    byToken.delete(token);
    tokens.delete(keyOf(known.path, known.kind));
  };
  return {
    grant(client, path, kind, more = {}) {
      const granted: Granted = byClient.get(client) ?? { byToken: new Map(), tokens: new Map() };
      byClient.set(client, granted);
      const resolved: ResolvedGrant = {
        path,
        kind,
        displayName: more.displayName ?? displayPath(path, homeFolder),
        temporary: more.temporary ?? false,
      };
      const token = granted.tokens.get(keyOf(path, kind)) ?? randomBytes(16).toString('base64url');
      remove(granted, token);
      granted.byToken.set(token, resolved);
      granted.tokens.set(keyOf(path, kind), token);
      const [oldest] = granted.byToken.keys();
      if (granted.byToken.size > grantsPerClient && oldest !== undefined) remove(granted, oldest);
      return { token, kind, displayName: resolved.displayName, sizeBytes: kind === 'file' ? fileSize(path) : null };
    },
    resolve: (token, client) => byClient.get(client)?.byToken.get(token),
    revoke(token, client) {
      const granted = byClient.get(client);
      if (granted !== undefined) remove(granted, token);
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
