import { useState } from 'react';
import type { CaseSettings, CaseSummary } from '../../../../shared/contract/case.ts';
import { toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { undo } from '../../state/actions.ts';
import { showToast } from '../../state/notices.ts';
import { reportFailure } from '../../commands/run.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatQuantity } from '../../ui/format/number.ts';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { accountRows, changedSettings, saveSettings } from './case-settings.ts';
import styles from './CaseSettingsDialog.module.css';

/** Title, reference, time zone and names for accounts of the open case. */
export function CaseSettingsDialog({ summary, onClose }: { summary: CaseSummary; onClose: () => void }) {
  const bridge = useBridge();
  const [edited, setEdited] = useState<CaseSettings>(summary.settings);
  const [failure, setFailure] = useState<ErrorData | null>(null);
  const [isBusy, setBusy] = useState(false);
  const accounts = accountRows(summary);
  const changes = changedSettings(summary.settings, edited);
  const isDisabled = summary.readOnly || isBusy;
  const edit = (change: Partial<CaseSettings>) => setEdited((current) => ({ ...current, ...change }));

  const save = async () => {
    if (changes === null) {
      onClose();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await saveSettings(bridge, summary.settings, changes);
      onClose();
      showToast({
        text: 'Case settings saved',
        icon: 'check',
        action: {
          label: 'Undo',
          run: () => {
            undo().catch((error: unknown) => reportFailure('The case settings could not be taken back', error));
          },
        },
      });
    } catch (error) {
      setFailure(toErrorData(error));
      setBusy(false);
    }
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Settings of ${summary.name}`}
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            Cancel
          </Button>
          <Button variant="primary" onPress={() => void save()} isDisabled={isDisabled || changes === null}>
            {isBusy ? 'Saving…' : 'Save settings'}
          </Button>
        </>
      }
    >
      {summary.readOnly ? (
        <p>This case is open read-only here. {summary.readOnlyReason ?? ''}</p>
      ) : (
        <p>Kept in the case file. The logs are not changed.</p>
      )}
      <div className={styles.form}>
        <TextField
          label="Title"
          value={edited.title}
          onChange={(title) => edit({ title: title.slice(0, 300) })}
          onSubmit={() => void save()}
          isDisabled={isDisabled}
          autoFocus
        />
        <TextField
          label="Reference"
          value={edited.reference}
          onChange={(reference) => edit({ reference: reference.slice(0, 300) })}
          onSubmit={() => void save()}
          isDisabled={isDisabled}
          note="The customer’s or the court’s, for the report."
        />
        <RadioGroup
          label="Times shown when the case opens"
          choices={[
            { value: 'utc', label: 'UTC' },
            { value: 'local', label: 'Local' },
          ]}
          chosen={edited.timeZone}
          onChoose={(timeZone) => {
            if (!isDisabled) edit({ timeZone });
          }}
        />
        <div>
          <p className={styles.label}>Names for accounts</p>
          {accounts.length === 0 ? (
            <p className={styles.note}>Accounts show here once the case holds events.</p>
          ) : (
            <ul className={styles.accounts} aria-label="Names for accounts">
              {accounts.map(({ account, events }) => (
                <li key={account} className={styles.account}>
                  <span className={styles.number}>{account}</span>
                  <span className={styles.events}>
                    {events === null ? 'not in the case' : formatQuantity(events, 'event')}
                  </span>
                  <TextField
                    label={`Name of account ${account}`}
                    isLabelHidden
                    size="small"
                    placeholder="Name"
                    value={edited.accountNames[account] ?? ''}
                    onChange={(name) =>
                      edit({ accountNames: { ...edited.accountNames, [account]: name.slice(0, 200) } })
                    }
                    onSubmit={() => void save()}
                    isDisabled={isDisabled}
                  />
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {failure === null ? null : <ErrorPanel title="The settings could not be saved" error={failure} />}
    </Dialog>
  );
}
