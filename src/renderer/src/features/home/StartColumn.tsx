import { Button as CardButton } from 'react-aria-components';
import { useCommand } from '../../commands/run.ts';
import { useShortcutKeys } from '../../commands/use-shortcut.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/icon-paths.ts';
import { Keys } from '../../ui/Kbd.tsx';
import styles from './StartColumn.module.css';

/** The ways to begin. */
export function StartColumn({ isBusy }: { isBusy: boolean }) {
  return (
    <aside className={styles.column} aria-label="Start" data-region="start">
      <h2 className={styles.heading}>Start</h2>
      <Card command="case.new" icon="plus" title="New case" isBusy={isBusy}>
        Name it, choose where the case file lives, then add evidence.
      </Card>
      <Card command="case.sample" icon="play" title="Open the sample case" isBusy={isBusy}>
        An invented company and one intrusion, from the leaked key to the last change. Works offline.
      </Card>
      <Card command="case.open" icon="folder" title="Open a case file" isBusy={isBusy}>
        A .spoor file from disk or a network share.
      </Card>
      <DropZone />
      <p className={styles.promise}>
        <Icon name="lock" />
        <span>Logs stay on this computer. Spoor reads them where they are and sends nothing anywhere.</span>
      </p>
    </aside>
  );
}

interface CardProps {
  command: string;
  icon: IconName;
  title: string;
  isBusy: boolean;
  children: string;
}

function Card({ command, icon, title, isBusy, children }: CardProps) {
  const run = useCommand(command);
  const keys = useShortcutKeys(command);
  return (
    <CardButton className={styles.card ?? ''} onPress={run} isDisabled={isBusy}>
      <Icon name={icon} size={16} className={styles.icon} />
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        <span>{children}</span>
      </span>
      {keys.length === 0 ? null : <Keys keys={keys} />}
    </CardButton>
  );
}

/** The whole window takes drops; this says so, and offers the same without a pointer. */
export function DropZone() {
  const chooseFiles = useCommand('logs.chooseFiles');
  const chooseFolder = useCommand('logs.chooseFolder');
  return (
    <section className={styles.drop} aria-label="Drop CloudTrail logs or a case file">
      <Icon name="upload" size={20} className={styles.dropIcon} />
      <p className={styles.title}>Drop CloudTrail logs or a case file</p>
      <p className={styles.dropText}>
        .json, .json.gz, .jsonl, .csv, .zip, .tar, .zst, .spoor
        <br />
        Folders are read with everything in them.
      </p>
      <div className={styles.dropActions}>
        <Button size="small" icon="file" onPress={chooseFiles}>
          Choose files
        </Button>
        <Button size="small" icon="folder" onPress={chooseFolder}>
          Choose a folder
        </Button>
      </div>
    </section>
  );
}
