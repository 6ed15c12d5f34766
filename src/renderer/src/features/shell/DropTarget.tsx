import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { droppedFiles } from '../../data/dropped-files.ts';
import { receiveDrop } from '../../data/receive.ts';
import type { UploadProgress } from '../../data/upload.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatCount } from '../../ui/format/number.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Progress } from '../../ui/Progress.tsx';
import styles from './DropTarget.module.css';

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

/** The whole window takes files. In the browser host they are sent to Spoor first, which shows and can be stopped. */
export function DropTarget({ children }: { children: ReactNode }) {
  const bridge = useBridge();
  const caseName = useApp((state) => state.case.summary?.name ?? null);
  const [isOver, setOver] = useState(false);
  const [upload, setUpload] = useState<{ progress: UploadProgress; stop: () => void } | null>(null);
  // Enter and leave come for every element under the pointer.
  const depth = useRef(0);

  const take = async (transfer: DataTransfer) => {
    const stopper = new AbortController();
    try {
      const files = await droppedFiles(transfer, bridge.startup.uploads);
      const onProgress = (progress: UploadProgress) => setUpload({ progress, stop: () => stopper.abort() });
      await receiveDrop(bridge, files, onProgress, stopper.signal);
    } catch (error) {
      reportFailure('The dropped files could not be added', error);
    } finally {
      setUpload(null);
    }
  };

  return (
    <div
      className={styles.target}
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!holdsFiles(event)) return;
        depth.current -= 1;
        if (depth.current === 0) setOver(false);
      }}
      onDrop={(event) => {
        depth.current = 0;
        setOver(false);
        if (event.defaultPrevented || !holdsFiles(event)) return;
        event.preventDefault();
        void take(event.dataTransfer);
      }}
    >
      {children}
      {isOver ? (
        <div className={styles.hint}>
          <Icon name="upload" size={20} className={styles.icon} />
          <b>{caseName === null ? 'Drop CloudTrail logs or a case file' : `Add to ${caseName}`}</b>
          <span>Originals are never changed. Folders are read recursively.</span>
        </div>
      ) : null}
      {upload === null ? null : (
        <div className={styles.upload} role="status">
          <span>
            {formatCount(upload.progress.filesDone)} of {formatCount(upload.progress.files)} files handed over,{' '}
            {formatBytes(upload.progress.bytesDone)} of {formatBytes(upload.progress.bytes)}
          </span>
          <Progress
            label="Handing files over"
            fraction={upload.progress.bytes === 0 ? null : upload.progress.bytesDone / upload.progress.bytes}
            isShort
          />
          <Button variant="ghost" size="small" onPress={upload.stop}>
            Stop
          </Button>
        </div>
      )}
    </div>
  );
}
