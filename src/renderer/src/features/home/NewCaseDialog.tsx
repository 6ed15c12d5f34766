import { useState } from 'react';
import type { Grant } from '../../../../shared/contract/app.ts';
import { toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { chooseFiles, chooseSave } from '../../data/choose-files.ts';
import { createCase, openCase } from '../../data/open-case.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { openScreen } from '../../state/actions.ts';
import type { PendingLog } from '../../state/pending-logs.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatCount } from '../../ui/format/number.ts';
import { cellText } from '../../ui/format/text.ts';
import { TextField } from '../../ui/TextField.tsx';
import { caseNameProblem, suggestedCaseName } from './case-name.ts';
import styles from './NewCaseDialog.module.css';

const mostNames = 5;

interface NewCaseDialogProps {
  /** Logs that wait for the case; Evidence shows them next. */
  logs: readonly PendingLog[];
  onClose: () => void;
  /** The user gave up: what waits is let go. */
  onCancel: () => void;
}

/** Asks for name, reference and place of a new case. */
export function NewCaseDialog({ logs, onClose, onCancel }: NewCaseDialogProps) {
  const bridge = useBridge();
  const info = useEngineQuery('app.info', {});
  const [name, setName] = useState(() => suggestedCaseName(logs.map(({ displayName }) => displayName)));
  const [reference, setReference] = useState('');
  const [place, setPlace] = useState<Grant | null>(null);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorData | null>(null);
  const problem = caseNameProblem(name);
  const separator = info.data?.caseFolder.includes('\\') === true ? '\\' : '/';
  const usualPlace = info.data === null ? '' : `${info.data.caseFolder}${separator}${name.trim() || 'NAME'}.spoor`;

  const work = async (task: () => Promise<boolean>) => {
    setBusy(true);
    setFailure(null);
    try {
      if (await task()) onClose();
    } catch (error) {
      setFailure(toErrorData(error));
    } finally {
      setBusy(false);
    }
  };
  const create = () => {
    setTried(true);
    if (problem !== null || isBusy) return;
    void work(async () => {
      await createCase(bridge, { name: name.trim(), reference: reference.trim(), location: place?.token ?? null });
      openScreen('evidence');
      return true;
    });
  };
  const useExisting = () =>
    void work(async () => {
      const [grant] = await chooseFiles(bridge, 'case');
      if (grant === undefined) return false;
      await openCase(bridge, grant);
      openScreen('evidence');
      return true;
    });
  const choosePlace = () =>
    void work(async () => {
      const grant = await chooseSave(bridge, 'case', `${problem === null ? name.trim() : 'Case'}.spoor`);
      if (grant !== null) setPlace(grant);
      return false;
    });

  return (
    <Dialog
      isOpen
      onClose={onCancel}
      title={dialogTitle(logs.length)}
      actions={
        <>
          {logs.length === 0 ? null : (
            <Button variant="ghost" onPress={useExisting} isDisabled={isBusy}>
              A case I have…
            </Button>
          )}
          <Button variant="ghost" onPress={onCancel}>
            Cancel
          </Button>
          <Button variant="primary" onPress={create} isDisabled={isBusy}>
            {isBusy ? 'Creating…' : 'Create case'}
          </Button>
        </>
      }
    >
      {logs.length === 0 ? (
        <p>A case is one file with evidence, index, marks and notes.</p>
      ) : (
        <>
          <p>You see what was recognised before anything is imported.</p>
          <ul className={styles.logs}>
            {logs.slice(0, mostNames).map((log) => (
              <li key={log.token}>{cellText(log.displayName)}</li>
            ))}
            {logs.length > mostNames ? <li>and {logs.length - mostNames} more</li> : null}
          </ul>
        </>
      )}
      <div className={styles.form}>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          onSubmit={create}
          placeholder="ACME-2026-014"
          autoFocus
          error={isTried || (problem !== null && name.trim() !== '') ? problem : null}
        />
        <TextField
          label="Reference (optional)"
          value={reference}
          onChange={(text) => setReference(text.slice(0, 300))}
          onSubmit={create}
          note="The customer’s or the court’s, for the report."
        />
        <div className={styles.where}>
          <div className={styles.place}>
            <span className={styles.label}>Where</span>
            <span className={styles.path}>{cellText(place?.displayName ?? usualPlace)}</span>
          </div>
          {place === null ? null : (
            <Button variant="ghost" size="small" onPress={() => setPlace(null)}>
              Usual folder
            </Button>
          )}
          <Button size="small" onPress={choosePlace} isDisabled={isBusy}>
            Choose…
          </Button>
        </div>
      </div>
      {failure === null ? null : <ErrorPanel title="The case could not be created" error={failure} />}
    </Dialog>
  );
}

function dialogTitle(logs: number): string {
  if (logs === 0) return 'New case';
  return logs === 1 ? 'Which case does this go to?' : `Which case do these ${formatCount(logs)} items go to?`;
}
