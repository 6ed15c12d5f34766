import { setPendingLogs, usePendingLogs } from '../../state/pending-logs.ts';
import { useApp } from '../../state/store.ts';
import { CaseSettingsDialog } from './CaseSettingsDialog.tsx';
import { showHomeDialog, useHomeDialog } from './home-dialogs.ts';
import { NewCaseDialog } from './NewCaseDialog.tsx';

const close = () => showHomeDialog(null);

/** Dialogs about cases, over whatever screen shows. Logs that wait without a case ask for one by themselves. */
export function HomeOverlay() {
  const open = useHomeDialog();
  const logs = usePendingLogs();
  const summary = useApp((state) => state.case.summary);
  const isWaiting = summary === null && logs.length > 0;
  if (open === 'new-case' || isWaiting) {
    return (
      <NewCaseDialog
        logs={isWaiting ? logs : []}
        onClose={close}
        onCancel={() => {
          close();
          if (isWaiting) setPendingLogs([]);
        }}
      />
    );
  }
  if (open === 'case-settings' && summary !== null) return <CaseSettingsDialog summary={summary} onClose={close} />;
  return null;
}
