import { app, type Session, type WebContents } from 'electron';
import type { Log } from './log.ts';
import { isPageUrl, pageOrigin } from './protocol.ts';

/** Copying to the clipboard is all a page may do beyond the ordinary. */
const allowedPermissions: readonly string[] = ['clipboard-sanitized-write'];

/** To be called before the app is ready. */
export function hardenProcess(): void {
  app.enableSandbox();
  // Spoor talks to AWS endpoints of the chosen profiles and to nothing else; Chromium's own services stay silent.
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('no-pings');
}

/** Refuses permissions, devices, and every request that is not for the app's own pages. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowedPermissions.includes(permission)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => origin.startsWith(pageOrigin) && allowedPermissions.includes(permission),
  );
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const local = isPageUrl(url) || url.startsWith('data:') || url.startsWith('blob:') || url.startsWith('devtools:');
    answer({ cancel: !local });
  });
  session.on('will-download', (event) => event.preventDefault());
}

/** Applies to every page the process ever makes, also to those no code of ours makes. */
export function denyNavigation(log: Log): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const refuse = (event: { preventDefault(): void; url: string }) => {
      // Reloading the page itself is a navigation as well.
      if (isPageUrl(event.url) && event.url === contents.getURL()) return;
      event.preventDefault();
      log.write('warning', 'navigation refused', { scheme: event.url.split(':', 1)[0] });
    };
    contents.on('will-navigate', refuse);
    contents.on('will-frame-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
