import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who may talk to the browser host. */
export interface Access {
  /** A token for one more browser; it works once. */
  mintToken(): string;
  /** Exchanges a token for the value of a `Set-Cookie` header, or null where the token is wrong or used up. */
  redeem(token: string): string | null;
  /** True when the request carries the cookie. */
  isAuthorised(headers: IncomingHttpHeaders): boolean;
  /**
   * Null, or why the request cannot come from a page of this host. The Host check defeats DNS rebinding; the Origin
   * check keeps pages of other sites and other local servers out. `mustHaveOrigin` for everything but navigation.
   */
  refusal(headers: IncomingHttpHeaders, mustHaveOrigin: boolean): string | null;
}

export function createAccess(port: number): Access {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // Cookies do not tell ports apart; the name does.
  const cookieName = `spoor-${port}`;
  // Digests, so that comparing takes the same time whatever was sent.
  const tokens: Buffer[] = [];
  const sessions: Buffer[] = [];
  const secret = () => randomBytes(32).toString('base64url');
  const indexIn = (list: readonly Buffer[], value: string) => {
    const digest = digestOf(value);
    return list.findIndex((known) => timingSafeEqual(known, digest));
  };
  return {
    mintToken() {
      const token = secret();
      tokens.push(digestOf(token));
      return token;
    },
    redeem(token) {
      const index = indexIn(tokens, token);
      if (index === -1) return null;
      tokens.splice(index, 1);
      const session = secret();
      sessions.push(digestOf(session));
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isAuthorised({ cookie = '' }) {
      return cookie.split(';').some((pair) => {
        const [name, value] = pair.trim().split('=', 2);
        return name === cookieName && value !== undefined && indexIn(sessions, value) !== -1;
      });
    },
    refusal(headers, mustHaveOrigin) {
      const { host = '', origin } = headers;
      if (!hosts.includes(host)) return 'wrong Host';
      if (origin === undefined && mustHaveOrigin) return 'no Origin';
      if (origin !== undefined && origin !== `http://${host}`) return 'wrong Origin';
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'another site asks';
      return null;
    },
  };
}

function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
