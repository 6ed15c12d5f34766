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
  if (readOnly) {
    return (
      <section className={styles.strip} aria-label="Add evidence">
        <Icon name="lock" size={20} />
        <div className={styles.text}>
          <p className={styles.title}>This case is open read-only here</p>
          <p>{reason} Evidence can be looked at, not added or removed.</p>
        </div>
      </section>
    );
  }
  return (
    <section className={styles.strip} aria-label="Add evidence">
      <Icon name="upload" size={20} className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>Drop logs, archives or folders to add them</p>
        <p>Originals are never changed. Every byte that was read is kept in the case with its SHA-256.</p>
      </div>
      <div className={styles.actions}>
        <Button icon="file" onPress={addFiles}>
          Add files
        </Button>
        <Button icon="folder" onPress={addFolder}>
          Add a folder
        </Button>
      </div>
    </section>
  );
}
