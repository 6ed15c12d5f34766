/** What the page notes about itself while it is measured. */
export interface Probe {
  /** Lengths of tasks over 50 ms on the main thread, as the browser reports them. */
  longTasksMilliseconds: number[];
  /** Searches that were asked for and not answered. */
  pending: number;
  /** Searches asked for since `begin`. */
  asked: number;
  keyAtMilliseconds: number;
}

declare global {
  interface Window {
    spoorProbe: Probe;
  }
}

/**
 * Runs in the page before its own scripts: counts searches on the way to the host, key strokes and long tasks. It must
 * stand alone, because Playwright sends its source.
 */
export function installProbe(): void {
  const probe: Probe = { longTasksMilliseconds: [], pending: 0, asked: 0, keyAtMilliseconds: 0 };
  window.spoorProbe = probe;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasksMilliseconds.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  addEventListener(
    'keydown',
    (event) => {
      probe.keyAtMilliseconds = event.timeStamp;
    },
    true,
  );
  const waiting = new Set<string>();
  const listening = new WeakSet<WebSocket>();
  const plainSend = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'send')?.value as WebSocket['send'];
  WebSocket.prototype.send = function send(data) {
    const request = JSON.parse(data as string) as { kind: string; id: string; name?: string };
    if (!listening.has(this)) {
      listening.add(this);
      this.addEventListener('message', ({ data: text }: MessageEvent<string>) => {
        const reply = JSON.parse(text) as { kind: string; id?: string };
        if (reply.kind === 'result' && waiting.delete(reply.id ?? '')) probe.pending = waiting.size;
      });
    }
    if (request.kind === 'call' && request.name?.startsWith('search.') === true) {
      waiting.add(request.id);
      probe.asked += 1;
      probe.pending = waiting.size;
    }
    plainSend.call(this, data);
  };
}

/**
 * Milliseconds from the last key stroke to the frame that shows the answers to every search it led to. Runs in the page.
 */
export function untilUpdated(): Promise<{ milliseconds: number; searched: boolean }> {
  const probe = window.spoorProbe;
  return new Promise((resolve) => {
    let quiet = 0;
    let at = performance.now();
    const frame = () => {
      // An answer may lead to the next question: only two quiet frames are the end.
      if (probe.pending > 0) quiet = 0;
      else if (quiet === 0) {
        quiet = 1;
        at = performance.now();
      } else quiet += 1;
      if (quiet < 3) requestAnimationFrame(frame);
      else resolve({ milliseconds: at - probe.keyAtMilliseconds, searched: probe.asked > 0 });
    };
    requestAnimationFrame(frame);
  });
}

export interface ScrollSample {
  frames: number;
  /** Frames in which a place of the table showed no row, or a row without its content. */
  blankFrames: number;
  longestFrameMilliseconds: number;
  rows: number;
}

/** Scrolls the table by `pixelsPerFrame` for `frames` frames and looks at every frame. Runs in the page. */
export function scrollAndLook(options: { pixelsPerFrame: number; frames: number }): Promise<ScrollSample> {
  const grid = document.querySelector('[role="treegrid"][aria-label="Events"]');
  const scroller = [...(grid?.querySelectorAll('*') ?? []), grid]
    .filter((element) => element !== null)
    .find(
      (element) =>
        element.scrollHeight > element.clientHeight + 100 && /auto|scroll/.test(getComputedStyle(element).overflowY),
    );
  if (grid === null || scroller === undefined) return Promise.reject(new Error('the table does not scroll'));
  const box = scroller.getBoundingClientRect();
  const rowHeight = document.querySelector('[role="row"][aria-rowindex="3"]')?.getBoundingClientRect().height ?? 26;
  const places: number[] = [];
  for (let y = box.top + 2 * rowHeight; y < box.bottom - rowHeight; y += rowHeight) places.push(y);
  const isBlank = (y: number) => {
    const row = document.elementFromPoint(box.left + box.width / 2, y)?.closest('[role="row"]');
    return row === null || row === undefined || row.getAttribute('aria-busy') === 'true';
  };
  return new Promise((resolve) => {
    const from = scroller.scrollTop;
    const sample: ScrollSample = { frames: 0, blankFrames: 0, longestFrameMilliseconds: 0, rows: 0 };
    let last = performance.now();
    const frame = (now: number) => {
      sample.longestFrameMilliseconds = Math.max(sample.longestFrameMilliseconds, now - last);
      last = now;
      if (sample.frames > 0 && places.some(isBlank)) sample.blankFrames += 1;
      sample.frames += 1;
      if (sample.frames > options.frames) {
        sample.rows = Math.round((scroller.scrollTop - from) / rowHeight);
        resolve(sample);
        return;
      }
      scroller.scrollTop += options.pixelsPerFrame;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
