import type { Scope } from '../../shared/contract/search.ts';
import { openCase } from '../case/open.ts';
import { exportEvents, type ExportResult } from '../export/export.ts';
import type { ExportFormat } from '../export/formats.ts';
import { CaseIndex } from '../store/case-index.ts';
import { makeSample } from './make-sample.ts';
import { previewImport } from '../sources/preview.ts';
import { scopeQuery } from './scope-query.ts';
import type { WorkContext } from './worker-protocol.ts';

interface ExportRequest {
  caseFile: string;
  scope: Scope;
  format: ExportFormat;
  order: 'asc' | 'desc';
  file: string;
  /** Paused before it began. */
  isPaused: boolean;
}

const pause = { isOn: false, wake: (): void => undefined };

/** Work that takes a worker of its own. One call a worker, beside `pause`. */
export const taskMethods = {
  makeSample,
  previewImport,
  async exportEvents(input: ExportRequest, context: WorkContext): Promise<ExportResult> {
    const { caseFile: file, scope, format, order } = input;
    pause.isOn = input.isPaused;
    const caseFile = openCase(file, { mode: 'read', program: 'Spoor' });
    context.signal.addEventListener('abort', () => pause.wake(), { once: true });
    try {
      // Its read transaction stays open, so that the export is of one state of the case from first to last event.
      const index = new CaseIndex(caseFile.database);
      const request = {
        query: scopeQuery(scope),
        format,
        order,
        caseFile: file,
        // Whoever granted the path has asked before replacing a file.
        destination: { kind: 'file' as const, file: input.file, overwrite: true },
      };
      return await exportEvents(index, request, {
        signal: context.signal,
        onProgress: context.onProgress,
        gate: async () => {
          while (pause.isOn && !context.signal.aborted) await new Promise<void>((resolve) => (pause.wake = resolve));
        },
      });
    } finally {
      caseFile.close();
    }
  },
  pause(input: { paused: boolean }): null {
    pause.isOn = input.paused;
    if (!pause.isOn) pause.wake();
    return null;
  },
};

export type TaskMethods = typeof taskMethods;
