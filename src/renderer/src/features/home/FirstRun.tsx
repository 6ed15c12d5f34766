import { useCommand } from '../../commands/run.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './FirstRun.module.css';

/** What the list of cases shows while there is none. */
export function FirstRun({ isBusy }: { isBusy: boolean }) {
  const create = useCommand('case.new');
  const openSample = useCommand('case.sample');
  return (
    <section className={styles.welcome} aria-label="First steps">
      <h2 className={styles.title}>Who did this, from where, and what else?</h2>
      <p className={styles.lead}>
        Spoor reads CloudTrail logs into one case file and answers questions about them on this computer. There is no
        case here yet.
      </p>
      <div className={styles.actions}>
        <Button variant="primary" icon="plus" onPress={create} isDisabled={isBusy}>
          New case
        </Button>
        <Button icon="play" onPress={openSample} isDisabled={isBusy}>
          {isBusy ? 'Opening…' : 'Open the sample case'}
        </Button>
      </div>
      <ol className={styles.steps}>
        <li>
          <p className={styles.step}>1. Add evidence</p>
          <p>Drop files, archives or whole folders. Their bytes and hashes are kept as found.</p>
        </li>
        <li>
          <p className={styles.step}>2. Ask</p>
          <p>Filter, brush and search every event. Each number opens the events behind it.</p>
        </li>
        <li>
          <p className={styles.step}>3. Keep what matters</p>
          <p>Bookmark, tag and note events; they stay with the case, which is one file you can move or copy.</p>
        </li>
      </ol>
    </section>
  );
}
