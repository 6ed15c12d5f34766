import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { toErrorData } from '../../shared/contract/errors.ts';
import { socketPath } from '../../shared/contract/wire.ts';
import { staticFile } from '../static-files.ts';
import type { Access } from './access.ts';
import type { Uploads } from './uploads.ts';

/** Longest request a window may send; the longest real ones are lists of eventIDs. */
const requestLimitBytes = 2_000_000;

export interface HttpOptions {
  /** Known only once the port is; requests before are refused. */
  access(): Access | null;
  uploads: Uploads;
  rendererFolder: string;
  onConnection(socket: WebSocket, client: string | null): void;
  onRefusal(reason: string): void;
}

/** The HTTP server of the browser host. Every request passes the checks of `access` before anything else. */
export function createHttpServer(options: HttpOptions): { server: Server; sockets: WebSocketServer } {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.onRefusal(toErrorData(error).message);
      if (!response.headersSent) refuse(response, 500, 'Something went wrong.');
      else response.destroy();
    });
  });
  // No compression: it costs more than it saves on one machine.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: requestLimitBytes, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const access = options.access();
    const url = parseUrl(request);
    const refusal =
      access === null
        ? 'not ready'
        : (access.refusal(request.headers, true) ?? (access.isAuthorised(request.headers) ? null : 'no session'));
    if (refusal !== null || url?.pathname !== socketPath) {
      options.onRefusal(refusal ?? 'unknown address');
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      options.onConnection(opened, url.searchParams.get('client'));
    });
  });
  return { server, sockets };
}

async function answer(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const access = options.access();
  const url = parseUrl(request);
  const { method = '' } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  const refusal = access === null ? 'not ready' : access.refusal(request.headers, !isRead);
  if (access === null || refusal !== null || url === null) {
    options.onRefusal(refusal ?? 'malformed address');
    refuse(response, 403, 'This request does not come from a window of Spoor.');
    return;
  }
  const token = url.searchParams.get('token');
  if (method === 'GET' && url.pathname === '/' && token !== null) {
    const cookie = access.redeem(token);
    if (cookie === null) {
      options.onRefusal('wrong token');
      refuse(response, 403, 'This address was used already or is wrong. Start Spoor again for a new one.');
      return;
    }
    // The token leaves the address bar and the history with the redirect.
    response.writeHead(303, { ...plainHeaders, 'Set-Cookie': cookie, Location: '/' }).end();
    return;
  }
  if (!access.isAuthorised(request.headers)) {
    options.onRefusal('no session');
    refuse(response, 401, 'Open Spoor with the address it printed when it started.');
    return;
  }
  if (method === 'PUT' && url.pathname.startsWith('/upload/')) {
    await receiveUpload(options.uploads, url, request, response);
  } else if (isRead) {
    const host = request.headers.host ?? '';
    const { pathname } = rawPath(request);
    const reply = await staticFile(options.rendererFolder, pathname, `'self' ws://${host}`);
    response.writeHead(reply.status, { ...reply.headers, 'Content-Length': reply.body.length });
    response.end(method === 'HEAD' ? undefined : reply.body);
  } else refuse(response, 405, 'This host does not do that.');
}

async function receiveUpload(uploads: Uploads, url: URL, request: IncomingMessage, response: ServerResponse) {
  try {
    await uploads.receive(url.pathname.slice('/upload/'.length), url.searchParams.get('path') ?? '', request);
    response.writeHead(204, plainHeaders).end();
  } catch (error) {
    // The rest of the body is not wanted.
    response.writeHead(400, {
      ...plainHeaders,
      'Content-Type': 'application/json; charset=utf-8',
      Connection: 'close',
    });
    response.end(JSON.stringify({ error: toErrorData(error) }));
  }
}

/** Spoor is never framed, cached or guessed at, whatever it answers. */
const plainHeaders = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...plainHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${text}\n`);
}

function parseUrl(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '', 'http://127.0.0.1');
}

/** The path as it was sent: `URL` would resolve its dots before the check that refuses them. */
function rawPath(request: IncomingMessage): { pathname: string } {
  return { pathname: (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/' };
}
