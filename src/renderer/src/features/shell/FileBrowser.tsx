import { useState } from 'react';
import { GridList, GridListItem, type Selection } from 'react-aria-components';
import type { FileEntry, Grant } from '../../../../shared/contract/app.ts';
import { toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { useNotices, type FileRequest } from '../../state/notices.ts';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatBytes, formatQuantity } from '../../ui/format/number.ts';
import { formatDate } from '../../ui/format/time.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { browserTitle, chooseLabel, isShown } from './file-browser-view.ts';
import styles from './FileBrowser.module.css';

/** Stands in for the system's file dialogs where the host has none. Lists the computer that Spoor runs on. */
export function FileBrowser() {
  const open = useNotices((state) => state.fileBrowser);
  return open === null ? null : <FileBrowserDialog request={open.request} onAnswer={open.answer} />;
}

function FileBrowserDialog({ request, onAnswer }: { request: FileRequest; onAnswer: (grants: Grant[]) => void }) {
  const bridge = useBridge();
  const isSave = request.suggestedName !== undefined;
  const [folder, setFolder] = useState<string | null>(null);
  const [showHidden, setShowHidden] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState(request.suggestedName ?? '');
  const [failure, setFailure] = useState<ErrorData | null>(null);
  const [mustConfirm, setMustConfirm] = useState(false);
  const listing = useEngineQuery('files.list', { entry: folder, showHidden }, { keepWhen: ['showHidden'] });
  const entries = (listing.data?.entries ?? []).filter((entry) => isShown(entry, request));
  const here = listing.data?.trail.at(-1)?.entry ?? null;
  const clash = isSave && entries.some((entry) => entry.kind === 'file' && entry.name === name);

  const enter = (entry: string | null) => {
    setFolder(entry);
    setChosen(new Set());
    setMustConfirm(false);
  };
  const finish = async (work: () => Promise<Grant[]>) => {
    try {
      onAnswer(await work());
    } catch (error) {
      setFailure(toErrorData(error));
    }
  };
  const accept = () => {
    if (isSave) {
      if (here === null || name === '') return;
      if (clash && !mustConfirm) setMustConfirm(true);
      else void finish(async () => [await bridge.call('files.grantSave', { folder: here, name, replace: clash })]);
      return;
    }
    const wanted = chosen.size > 0 ? [...chosen] : request.what === 'folder' && here !== null ? [here] : [];
    if (wanted.length > 0) void finish(() => bridge.call('files.grant', { entries: wanted }));
  };
  const open = (entry: FileEntry) => {
    if (entry.kind === 'folder') enter(entry.entry);
    else if (isSave) setName(entry.name);
    else void finish(() => bridge.call('files.grant', { entries: [entry.entry] }));
  };

  return (
    <Dialog
      isOpen
      onClose={() => onAnswer([])}
      title={browserTitle(request)}
      size="wide"
      actions={
        <>
          <Button variant="ghost" onPress={() => onAnswer([])}>
            Cancel
          </Button>
          <Button
            variant={mustConfirm ? 'danger' : 'primary'}
            onPress={accept}
            isDisabled={isSave ? name === '' || here === null : chosen.size === 0 && request.what !== 'folder'}
          >
            {mustConfirm ? `Replace ${name}` : chooseLabel(request, chosen.size)}
          </Button>
        </>
      }
    >
      <nav className={styles.trail} aria-label="Folder">
        {(listing.data?.trail ?? []).map((step, index) => (
          <span key={step.entry} className={styles.step}>
            {index === 0 ? null : <Icon name="chevronRight" size={12} />}
            <LinkButton onPress={() => enter(step.entry)}>{step.name}</LinkButton>
          </span>
        ))}
        <span className={styles.hidden}>
          <Switch isOn={showHidden} onChange={setShowHidden}>
            Hidden files
          </Switch>
        </span>
      </nav>
      {listing.status === 'error' ? (
        <ErrorPanel title="The folder could not be read" error={listing.error} onRetry={listing.refetch} />
      ) : listing.data === null ? (
        <Skeleton label="Reading the folder" rows={8} columns={3} />
      ) : (
        <GridList
          aria-label="Files"
          className={styles.list ?? ''}
          items={entries}
          selectionMode={isSave ? 'none' : request.what === 'case' ? 'single' : 'multiple'}
          selectionBehavior="replace"
          selectedKeys={chosen}
          onSelectionChange={(selection: Selection) =>
            setChosen(new Set(selection === 'all' ? entries.map(({ entry }) => entry) : [...selection].map(String)))
          }
          onAction={(key) => {
            const entry = entries.find((each) => each.entry === key);
            if (entry !== undefined) open(entry);
          }}
          renderEmptyState={() => <p className={styles.empty}>Nothing here that could be chosen.</p>}
        >
          {(entry) => (
            <GridListItem id={entry.entry} textValue={entry.name} className={styles.entry ?? ''}>
              <Icon name={entry.kind === 'folder' ? 'folder' : 'file'} className={styles.icon} />
              <span className={styles.name}>{entry.name}</span>
              <span className={styles.size}>{entry.sizeBytes === null ? '' : formatBytes(entry.sizeBytes)}</span>
              <span className={styles.date}>
                {entry.modifiedEpochSeconds === null ? '' : formatDate(entry.modifiedEpochSeconds, 'local')}
              </span>
            </GridListItem>
          )}
        </GridList>
      )}
      {listing.data === null || listing.data.omitted === 0 ? null : (
        <p>{formatQuantity(listing.data.omitted, 'more entry', 'more entries')} not listed.</p>
      )}
      {isSave ? (
        <TextField
          label="File name"
          value={name}
          onChange={(next) => {
            setName(next);
            setMustConfirm(false);
          }}
          onSubmit={accept}
          error={mustConfirm ? `${name} exists already. Replacing it cannot be undone.` : null}
        />
      ) : null}
      {failure === null ? null : <ErrorPanel title="That could not be chosen" error={failure} />}
    </Dialog>
  );
}
