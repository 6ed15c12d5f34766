import { describe, expect, test } from 'vitest';
import { httpRequest, openSocket, signIn } from '../support/browser-client.ts';
import { start, withWindow } from '../support/browser-host.ts';

describe('getting in', () => {
  test('the printed address works once and leaves a cookie that pages cannot read', async () => {
    const { host, port, said, origin } = await start();
    expect(said).toEqual([expect.stringContaining(host.url)]);
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const first = await httpRequest(port, `/${new URL(host.url).search}`);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^spoor-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    const second = await httpRequest(port, `/${new URL(host.url).search}`);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    const page = await httpRequest(port, '/', { headers: { Cookie: cookie.split(';')[0] ?? '' } });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('Spoor');
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${port}`);
    expect(page.headers['x-frame-options']).toBe('DENY');
    // A further browser needs a further token.
    await expect(signIn(host.mintUrl())).resolves.toMatch(/^spoor-/);
    expect(origin).toBe(`http://127.0.0.1:${port}`);
  });

  test('a wrong token, no cookie and a foreign cookie are refused', async () => {
    const { port } = await start();
    expect((await httpRequest(port, '/?token=wrong')).status).toBe(403);
    expect((await httpRequest(port, '/?token=')).status).toBe(403);
    for (const headers of [{}, { Cookie: `spoor-${port}=wrong` }, { Cookie: `spoor-${port}=` }, { Cookie: 'x=y' }]) {
      for (const place of ['/', '/index.html', '/assets/a.js', '/upload/x?path=y']) {
        const reply = await httpRequest(port, place, { headers });
        expect([place, reply.status, reply.text.includes('export')]).toEqual([place, 401, false]);
      }
    }
  });

  test('another Host, Origin or site is refused even with the cookie', async () => {
    const { port, cookie, origin } = await withWindow();
    const bad: Record<string, string>[] = [
      { Host: 'evil.example' },
      { Host: `evil.example:${port}` },
      { Host: `127.0.0.1:${port + 1}` },
      { Host: '127.0.0.1' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: `http://127.0.0.1:${port + 1}` },
      { Origin: `https://127.0.0.1:${port}` },
      { Origin: `http://localhost:${port}` },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ];
    for (const headers of bad) {
      const reply = await httpRequest(port, '/', { headers: { Cookie: cookie, ...headers } });
      expect([headers, reply.status]).toEqual([headers, 403]);
    }
    const noOrigin = await httpRequest(port, '/upload/x?path=y', { method: 'PUT', headers: { Cookie: cookie } });
    expect(noOrigin.status).toBe(403);
    const tunnelled = { Host: `localhost:${port}`, Origin: `http://localhost:${port}`, Cookie: cookie };
    expect((await httpRequest(port, '/', { headers: tunnelled })).status).toBe(200);
    const post = { Cookie: cookie, Origin: origin };
    expect((await httpRequest(port, '/', { method: 'POST', headers: post })).status).toBe(405);
  });

  test('a token does not help from another Host', async () => {
    const { host, port } = await start();
    const reply = await httpRequest(port, `/${new URL(host.url).search}`, { headers: { Host: 'evil.example' } });
    expect(reply.status).toBe(403);
    // Nor is it used up by the attempt.
    await expect(signIn(host.url)).resolves.toMatch(/^spoor-/);
  });

  test('the socket makes the same checks', async () => {
    const { port, cookie, origin } = await withWindow();
    const bad = [
      { origin },
      { cookie: `spoor-${port}=wrong`, origin },
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: `http://127.0.0.1:${port + 1}` },
      { cookie, origin: `http://evil.example:${port}`, host: `evil.example:${port}` },
      { cookie, origin, path: '/other' },
    ];
    for (const options of bad) {
      await expect(openSocket(port, options)).rejects.toThrow('refused: 403');
    }
  });

  test.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/../../secret.js',
    '/assets/..%5c..%5csecret.js',
    '//secret.js',
  ])('%s does not leave the renderer', async (place) => {
    const { port, cookie } = await withWindow();
    const reply = await httpRequest(port, place, { headers: { Cookie: cookie } });
    expect([reply.status, reply.text]).toEqual([404, 'Not found.\n']);
  });

  test('only the loopback address listens, and a taken port is a plain error', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'file-access' });
  });
});
