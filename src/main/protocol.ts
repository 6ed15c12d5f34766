import { protocol, type Session } from 'electron';
import { notFound, staticFile } from './static-files.ts';

export const pageOrigin = 'app://spoor';
export const pageUrl = `${pageOrigin}/index.html`;

export function isPageUrl(url: string): boolean {
  return url.startsWith(`${pageOrigin}/`);
}

/** To be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer as `app://spoor/…`, and nothing else. */
export function serveRenderer(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const url = URL.parse(request.url);
    const mine = url !== null && url.host === 'spoor' && (request.method === 'GET' || request.method === 'HEAD');
    const { status, headers, body } = mine ? await staticFile(folder, url.pathname, "'self'") : notFound();
    return new Response(request.method === 'HEAD' ? null : body, { status, headers });
  });
}
