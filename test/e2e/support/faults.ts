import type { BrowserContext, Page } from 'playwright';

/**
 * Everything that must not happen in any window: errors of scripts, errors on the console (a blocked style or script is
 * one), crashes, dialogs of the page, and requests to anywhere but the host.
 */
export class FaultList {
  readonly #faults: string[] = [];
  readonly #watched = new WeakSet<Page>();
  readonly #origin: string;

  constructor(context: BrowserContext, hostUrl: string) {
    this.#origin = new URL(hostUrl).origin;
    for (const page of context.pages()) this.#watch(page);
    context.on('page', (page) => this.#watch(page));
    context.on('request', (request) => {
      const url = new URL(request.url());
      const isInside = url.protocol === 'app:' || ['data:', 'blob:', 'about:'].includes(url.protocol);
      if (!isInside && url.origin !== this.#origin) this.#faults.push(`a request left the host: ${request.url()}`);
    });
  }

  list(): readonly string[] {
    return this.#faults;
  }

  /** Takes out what a test brought about on purpose; the number of faults it was. */
  forgive(pattern: RegExp): number {
    const kept = this.#faults.filter((fault) => !pattern.test(fault));
    const forgiven = this.#faults.length - kept.length;
    this.#faults.splice(0, this.#faults.length, ...kept);
    return forgiven;
  }

  #watch(page: Page): void {
    if (this.#watched.has(page)) return;
    this.#watched.add(page);
    page.on('pageerror', (error) => this.#faults.push(`page error: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' || /Content Security Policy/i.test(text)) this.#faults.push(`console: ${text}`);
    });
    page.on('crash', () => this.#faults.push('the page crashed'));
    page.on('dialog', (dialog) => {
      this.#faults.push(`the page opened a ${dialog.type()}: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }
}
