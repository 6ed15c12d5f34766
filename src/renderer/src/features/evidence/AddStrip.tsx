import { useCommand } from '../../commands/run.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './AddStrip.module.css';

/** The whole window takes drops; this says so, and offers the same without a pointer. */
export function AddStrip() {
  const readOnly = useApp((state) => state.case.summary?.readOnly ?? true);
  const reason = useApp((state) => state.case.summary?.readOnlyReason ?? '');
  const addFiles = useCommand('evidence.addFiles');
  const addFolder = useCommand('evidence.addFolder');
  return (
    <section className={styles.strip} aria-label="Add evidence">
      <Icon name={readOnly ? 'lock' : 'upload'} size={20} className={readOnly ? undefined : styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>
          {readOnly ? 'This case is open read-only here' : 'Drop logs, archives or folders to add them'}
        </p>
        <p>
          {readOnly
            ? `${reason} Evidence can be looked at, not added or removed.`
            : 'Originals are never changed. Every byte that was read is kept in the case with its SHA-256.'}
        </p>
      </div>
      <div className={styles.actions}>
        <Button icon="file" onPress={addFiles} isDisabled={readOnly}>
          Add files
        </Button>
        <Button icon="folder" onPress={addFolder} isDisabled={readOnly}>
          Add a folder
        </Button>
      </div>
    </section>
  );
}
