import { useMemo } from 'react';
import type { MarkChange, MarkTarget } from '../../../../../shared/contract/marks.ts';
import type { Bridge } from '../../../bridge.ts';
import { reportFailure, runCommand } from '../../../commands/run.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { recordEdit } from '../../../state/actions.ts';
import { showToast } from '../../../state/notices.ts';
import { formatQuantity } from '../../../ui/format/number.ts';

export interface MarkActions {
  bookmark: (target: MarkTarget, on: boolean) => Promise<void>;
  tag: (target: MarkTarget, tag: string, on: boolean) => Promise<void>;
  /** An empty text removes the note. True when it was stored. */
  note: (eventId: string, text: string) => Promise<boolean>;
}

/** Makes a change of marks, puts it on the undo stack, and says what was done. */
async function make(bridge: Bridge, label: string, said: (changed: number) => string, run: () => Promise<MarkChange>) {
  const { changed, undoToken } = await run();
  if (changed === 0) return;
  let token = undoToken;
  // The answer to an undo is the token of its redo, and the other way round.
  const flip = async () => {
    token = (await bridge.call('marks.undo', { undoToken: token })).undoToken;
  };
  recordEdit(label, flip, flip);
  showToast({ text: said(changed), action: { label: 'Undo', run: () => void runCommand('edit.undo', bridge) } });
}

export function useMarkActions(): MarkActions {
  const bridge = useBridge();
  return useMemo(() => {
    const guarded = async (title: string, work: () => Promise<void>) => {
      try {
        await work();
        return true;
      } catch (error) {
        reportFailure(title, error);
        return false;
      }
    };
    return {
      bookmark: async (target, on) => {
        await guarded('The bookmark could not be stored', () =>
          make(
            bridge,
            on ? 'bookmark' : 'remove bookmark',
            (changed) => `${on ? 'Bookmarked' : 'Removed bookmark of'} ${formatQuantity(changed, 'event')}`,
            () => bridge.call('marks.bookmark', { target, on }),
          ),
        );
      },
      tag: async (target, tag, on) => {
        await guarded('The tag could not be stored', () =>
          make(
            bridge,
            on ? `tag ${tag}` : `remove tag ${tag}`,
            (changed) =>
              on
                ? `Tagged ${formatQuantity(changed, 'event')} with ${tag}`
                : `Removed tag ${tag} from ${formatQuantity(changed, 'event')}`,
            () => bridge.call('marks.tag', { target, tag, on }),
          ),
        );
      },
      note: (eventId, text) =>
        guarded('The note could not be stored', () =>
          make(
            bridge,
            text === '' ? 'remove note' : 'note',
            () => (text === '' ? 'Removed the note' : 'Saved the note'),
            () => bridge.call('marks.note', { eventId, text }),
          ),
        ),
    };
  }, [bridge]);
}
