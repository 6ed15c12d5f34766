import { setImmediate } from 'node:timers/promises';
import type { Query } from '../../shared/query/ast.ts';
import { throttledProgress, type JobContext, type JobOutcome } from '../../shared/contract/jobs.ts';
import { prepareSearch } from '../search/crossfilter.ts';
import type { RowOrder } from '../search/selection.ts';
import type { CaseIndex } from '../store/case-index.ts';
import { eventBatches } from './event-batches.ts';
import { encoderFor, type ExportFormat } from './formats.ts';
import { openOutput, type ExportDestination } from './output.ts';

export interface ExportInput {
  query: Query;
  format: ExportFormat;
  order: RowOrder;
  destination: ExportDestination;
  /** The case file the index belongs to: never a destination. */
  caseFile: string;
}

/** What an export wrote. A cancelled one leaves no file. */
export interface ExportResult {
  outcome: JobOutcome;
  format: ExportFormat;
  events: number;
  bytes: number;
  /** Lower-case hex of what was written; null when cancelled. */
  sha256: string | null;
}

/** Events encoded before other work of this thread gets its turn. */
const eventsPerTurn = 256;

/**
 * Writes the matching events, any number of them, in bounded memory. A file appears under its name only when it is
 * complete. Resolves with counts also when cancelled.
 * Errors: `invalid-query`, `invalid-input` (the file exists), `file-access`, `disk-full`, `case-corrupt`.
 */
export async function exportEvents(index: CaseIndex, input: ExportInput, context: JobContext): Promise<ExportResult> {
  const { query, format, order, destination, caseFile } = input;
  const progress = throttledProgress(context);
  const encoder = encoderFor(format, destination.kind === 'file' ? destination.file : null);
  const output = await openOutput(destination, caseFile);
  let events = 0;
  const ended = (outcome: JobOutcome, sha256: string | null): ExportResult => ({
    outcome,
    format,
    events,
    bytes: output.bytes,
    sha256,
  });
  try {
    if (encoder.header !== '') await output.write(Buffer.from(encoder.header, 'utf8'));
    const { selection } = prepareSearch(index, query, [], { signal: context.signal, onProgress: progress });
    for (const batch of eventBatches(index, selection, order)) {
      for (const event of batch) {
        await output.write(encoder.encode(event));
        events++;
        if (events % eventsPerTurn !== 0) continue;
        progress({ phase: 'exporting', done: events, total: selection.matches, unit: 'events' });
        await setImmediate();
        await context.gate?.();
        if (context.signal.aborted) {
          await output.discard();
          return ended('cancelled', null);
        }
      }
    }
    return ended('done', await output.finish());
  } catch (error) {
    await output.discard();
    if (context.signal.aborted) return ended('cancelled', null);
    throw error;
  }
}
