import { useEngineQuery } from '../../data/use-engine-query.ts';
import { useApp } from '../../state/store.ts';
import { IconButton } from '../../ui/Button.tsx';
import { copyText } from '../../ui/clipboard.ts';
import { formatInstant } from '../../ui/format/time.ts';
import { formatCount, formatQuantity } from '../../ui/format/number.ts';
import { shortenHash } from '../../ui/format/text.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './SourcesPanel.module.css';

/** Where the case's own record of what was done stands: each entry's hash covers all before it. */
export function IntegrityLine() {
  const saved = useApp(({ case: open }) => open.summary?.savedEpochSeconds ?? 0);
  const zone = useApp((state) => state.preferences.timeZone);
  const first = useEngineQuery('audit.page', { offset: 0, limit: 1 }, { revision: saved });
  const total = first.data?.total ?? 0;
  const [opening] = first.data?.rows ?? [];
  // Oldest first: the head is at the end.
  const isOldestFirst = opening !== undefined && total > 1 && opening.sequence < total;
  const last = useEngineQuery('audit.page', isOldestFirst ? { offset: total - 1, limit: 1 } : null, {
    keepWhen: ['offset'],
  });
  const head = isOldestFirst ? last.data?.rows[0] : opening;
  if (first.status === 'error') {
    return (
      <p className={styles.equation}>
        <Icon name="warning" />
        <span>The audit log of this case could not be read. {first.error.message}</span>
      </p>
    );
  }
  if (head === undefined) return null;
  return (
    <p className={styles.equation}>
      <Icon name="shield" />
      <span>
        Audit log: {formatQuantity(total, 'entry', 'entries')} in one chain of hashes, the last at{' '}
        {formatInstant(head.timeEpochSeconds, zone)} with <span className={styles.hash}>{shortenHash(head.hash)}</span>
      </span>
      <IconButton
        icon="copy"
        label={`Copy the hash of entry ${formatCount(head.sequence)}`}
        onPress={() => void copyText(head.hash)}
      />
    </p>
  );
}
