import type { RecentCase } from '../../../../shared/contract/app.ts';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { copyText } from '../../ui/clipboard.ts';
import { cellText } from '../../ui/format/text.ts';
import { ContextMenu, type MenuEntry, type MenuPosition } from '../../ui/Menu.tsx';
import type { OpenHow } from './open-recent.ts';

interface CaseRowMenuProps {
  row: RecentCase;
  position: MenuPosition;
  onClose: () => void;
  onOpen: (how: OpenHow) => void;
  onForget: () => void;
}

/** Right click on a case, or the Menu key. */
export function CaseRowMenu({ row, position, onClose, onOpen, onForget }: CaseRowMenuProps) {
  const bridge = useBridge();
  const isDisabled = row.grant === null;
  const reveal: MenuEntry = {
    id: 'reveal',
    label: 'Show in its folder',
    icon: 'folder',
    isDisabled,
    onAction: () => {
      bridge
        .call('app.reveal', { grant: row.grant })
        .catch((error: unknown) => reportFailure(`${row.name} could not be shown`, error));
    },
  };
  return (
    <ContextMenu
      label={`Case ${row.name}`}
      header={cellText(row.name)}
      position={position}
      onClose={onClose}
      groups={[
        {
          id: 'open',
          entries: [
            { id: 'continue', label: 'Continue', icon: 'play', isDisabled, onAction: () => onOpen('continue') },
            { id: 'start', label: 'Open from the start', icon: 'list', isDisabled, onAction: () => onOpen('start') },
            { id: 'read', label: 'Open read-only', icon: 'lock', isDisabled, onAction: () => onOpen('read-only') },
          ],
        },
        {
          id: 'file',
          entries: [
            { id: 'copy', label: 'Copy path', icon: 'copy', onAction: () => void copyText(row.displayPath) },
            // Only a desktop has a file manager to show it in.
            ...(bridge.startup.host === 'electron' ? [reveal] : []),
          ],
        },
        { id: 'list', entries: [{ id: 'forget', label: 'Take off the list', icon: 'close', onAction: onForget }] },
      ]}
    />
  );
}
