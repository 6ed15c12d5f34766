import { printQuery } from '../../../../shared/query/print.ts';
import { reportFailure } from '../../commands/run.ts';
import { showToast } from '../../state/notices.ts';
import { appStore } from '../../state/store.ts';
import { copyText } from '../../ui/clipboard.ts';
import type { DetailTab } from './detail/DetailPane.tsx';
import { useStableHandlers } from './use-stable-handlers.ts';

interface Options {
  onEscape: () => void;
  onFacets: () => void;
  onTag: () => void;
  onNote: () => void;
  onExport: () => void;
  onNextTab: (tab: DetailTab) => void;
  onOrder: () => void;
  onGroup: () => void;
  tab: string | null;
  hasSession: boolean;
  hasFindings: boolean;
}

/** Commands of the screen as a whole. */
export function useScreenCommands(options: Options): void {
  const { tab, hasSession, hasFindings } = options;
  useStableHandlers({
    'view.escape': options.onEscape,
    'facets.focus': options.onFacets,
    'event.tag': options.onTag,
    'event.note': options.onNote,
    'events.export': options.onExport,
    'events.order': options.onOrder,
    'events.groupRepeats': options.onGroup,
    'detail.nextTab': () => {
      const tabs: DetailTab[] = ['summary', 'json'];
      if (hasSession) tabs.push('session');
      if (hasFindings) tabs.push('detections');
      const next = tabs[(tabs.findIndex((each) => each === tab) + 1) % tabs.length];
      if (next !== undefined) options.onNextTab(next);
    },
    'events.copyQuery': async () => {
      const text = printQuery(appStore.getState().query.present.query);
      if (await copyText(text)) showToast({ text: 'Copied the query', icon: 'copy' });
      else reportFailure('Nothing was copied', new Error('The system refused access to the clipboard.'));
    },
  });
}
