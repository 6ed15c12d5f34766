import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticReply {
  status: 200 | 404;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/**
 * The policy of every page. Nothing loads from elsewhere, nothing inline runs; `style` elements need the nonce of the
 * page (the editor and the component library make some). WASM is compiled by the renderer's own scripts only.
 * `connect` lists the sources for fetch and sockets.
 */
export function contentSecurityPolicy(nonce: string, connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Attributes set by React (`style={{…}}`) go through the CSSOM and are not concerned.
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
  ].join('; ');
}

const commonHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cache-Control': 'no-store',
};

/**
 * A file of the built renderer. `urlPath` is the still encoded path of the URL. Whatever resolves outside `folder`, by
 * dots, encodings or symbolic links, is 404. In `index.html` the nonce of the policy is put where code looks for it: in
 * `<meta property="csp-nonce">`, and on the tags of scripts and style sheets.
 */
export async function staticFile(folder: string, urlPath: string, connect: string): Promise<StaticReply> {
  const file = await resolveInside(folder, urlPath);
  const type = file === null ? undefined : contentTypes[path.extname(file)];
  if (file === null || type === undefined) return notFound();
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = new Uint8Array(await readFile(file));
  } catch {
    return notFound();
  }
  const nonce = randomBytes(16).toString('base64url');
  if (type.startsWith('text/html')) body = withNonce(body, nonce);
  return {
    status: 200,
    headers: {
      ...commonHeaders,
      'Content-Type': type,
      'Content-Security-Policy': contentSecurityPolicy(nonce, connect),
    },
    body,
  };
}

export function notFound(): StaticReply {
  return {
    status: 404,
    headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
    body: new TextEncoder().encode('Not found.\n'),
  };
}

async function resolveInside(folder: string, urlPath: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  // A colon would reach alternate streams and drives on Windows; a backslash is a separator there.
  if (/[\0\\:]/.test(decoded) || decoded.split('/').includes('..')) return null;
  const wanted = path.join(folder, decoded.endsWith('/') ? `${decoded}index.html` : decoded);
  try {
    const [real, root] = await Promise.all([realpath(wanted), realpath(folder)]);
    return real.startsWith(root + path.sep) ? real : null;
  } catch {
    return null;
  }
}

function withNonce(html: Uint8Array<ArrayBuffer>, nonce: string): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(html);
  const meta = `<meta property="csp-nonce" nonce="${nonce}">`;
  const marked = text.replaceAll(/<(?:script|link rel="stylesheet")(?=[\s>])/g, (tag) => `${tag} nonce="${nonce}"`);
  return new TextEncoder().encode(marked.replace(/<head>/i, (head) => `${head}${meta}`));
}
