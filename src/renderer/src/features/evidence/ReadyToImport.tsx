import { useEffect, useMemo, useRef, useState } from 'react';
import type { ImportPreview } from '../../../../shared/contract/case.ts';
import { useCommandHandlers } from '../../commands/registry.ts';
import { reportFailure, useCommand } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { setPendingLogs, usePendingLogs, type PendingLog } from '../../state/pending-logs.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatBytes, formatCount } from '../../ui/format/number.ts';
import { cellText } from '../../ui/format/text.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { grantsPerCall, importLogs } from './import-jobs.ts';
import { formatLines, importLabel, previewNote, previewSentences } from './preview-view.ts';
import styles from './ReadyToImport.module.css';

/** What was chosen or dropped, and what it was recognised as, before anything is imported. */
export function ReadyToImport() {
  const logs = usePendingLogs();
  return logs.length === 0 ? null : <ReadyPanel logs={logs} />;
}

function ReadyPanel({ logs }: { logs: readonly PendingLog[] }) {
  const bridge = useBridge();
  const readOnly = useApp((state) => state.case.summary?.readOnly ?? true);
  const [isBusy, setBusy] = useState(false);
  const grants = logs.slice(0, grantsPerCall).map(({ token }) => token);
  const preview = useEngineQuery('import.preview', { grants }, { slot: 'import preview' });
  const runImport = useCommand('evidence.import');
  const clear = useCommand('evidence.clearPending');

  const start = async () => {
    if (isBusy || readOnly) return;
    setBusy(true);
    try {
      await importLogs(bridge, logs);
      setPendingLogs([]);
    } catch (error) {
      reportFailure('The import could not be started', error);
    } finally {
      setBusy(false);
    }
  };
  const latest = useRef(start);
  useEffect(() => {
    latest.current = start;
  });
  const handlers = useMemo(
    () => ({
      'evidence.import': () => latest.current(),
      'evidence.clearPending': () => setPendingLogs([]),
    }),
    [],
  );
  useCommandHandlers(handlers);

  return (
    <Panel
      title="Ready to import"
      note={previewNote(logs.length, preview.data)}
      className={styles.panel}
      aside={
        <>
          <Button variant="ghost" size="small" onPress={clear}>
            Clear
          </Button>
          <Button
            variant="primary"
            size="small"
            icon="download"
            autoFocus
            onPress={runImport}
            isDisabled={isBusy || readOnly}
          >
            {isBusy ? 'Starting…' : importLabel(preview.data)}
          </Button>
        </>
      }
    >
      {preview.status === 'error' ? (
        <ErrorPanel title="What was chosen could not be looked at" error={preview.error} onRetry={preview.refetch} />
      ) : preview.data === null ? (
        <Skeleton label="Looking at what was chosen" rows={3} columns={4} />
      ) : (
        <PreviewTable preview={preview.data} />
      )}
      {logs.length > grantsPerCall ? (
        <p className={styles.notes}>The first {formatCount(grantsPerCall)} items are shown; the import reads all.</p>
      ) : null}
    </Panel>
  );
}

function PreviewTable({ preview }: { preview: ImportPreview }) {
  const sentences = previewSentences(preview);
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label="What was recognised">
          <thead>
            <tr>
              <th scope="col">Recognised as</th>
              <th scope="col" className={styles.number}>
                Files
              </th>
              <th scope="col" className={styles.number}>
                Size
              </th>
              <th scope="col" className={styles.state}>
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {formatLines(preview).map((format) => (
              <tr key={`${format.wouldRead} ${format.label}`}>
                <td className={styles.name}>{format.label}</td>
                <td className={styles.number}>{formatCount(format.files)}</td>
                <td className={styles.number}>{formatBytes(format.sizeBytes)}</td>
                <td>
                  {format.wouldRead ? (
                    <span className={styles.ready}>
                      <Icon name="check" /> Ready
                    </span>
                  ) : (
                    <span className={styles.left}>
                      <Icon name="minus" /> Not read
                    </span>
                  )}
                </td>
              </tr>
            ))}
            {preview.skipped.map((file) => (
              <tr key={`${file.name} ${file.code}`}>
                <td className={styles.file} title={file.name} colSpan={3}>
                  {cellText(file.name)}
                </td>
                <td title={file.message}>
                  <span className={styles.left}>
                    <Icon name="minus" /> {cellText(file.message)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sentences.length === 0 ? null : (
        <div className={styles.notes}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
    </>
  );
}
