import { Button } from 'react-aria-components';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './Tag.module.css';

export type TagTone =
  'plain' | 'outline' | 'read' | 'write' | 'denied' | 'data' | 'insight' | 'network' | 'root' | 'ok';

interface TagProps {
  children: ReactNode;
  tone?: TagTone;
  icon?: IconName;
  onRemove?: (() => void) | undefined;
  /** Name of what the remove button removes. */
  removeLabel?: string;
  title?: string;
}

export function Tag({ children, tone = 'plain', icon, onRemove, removeLabel, title }: TagProps) {
  return (
    <span className={classNames(styles.tag, tone !== 'plain' && styles[tone])} title={title}>
      {icon === undefined ? null : <Icon name={icon} size={12} />}
      <span className={styles.text}>{children}</span>
      {onRemove === undefined ? null : (
        <Button className={styles.remove ?? ''} onPress={onRemove} aria-label={removeLabel ?? 'Remove'}>
          <Icon name="close" size={12} />
        </Button>
      )}
    </span>
  );
}

/** At most `limit` tags; the rest become "+2" with their names on hover. */
export function TagList({ tags, limit = 3, tone }: { tags: readonly string[]; limit?: number; tone?: TagTone }) {
  const rest = tags.slice(limit);
  return (
    <span className={styles.list}>
      {tags.slice(0, limit).map((tag) => (
        <Tag key={tag} title={tag} {...(tone === undefined ? {} : { tone })}>
          {tag}
        </Tag>
      ))}
      {rest.length === 0 ? null : (
        <span className={styles.more} title={rest.join(', ')} aria-label={`and ${rest.join(', ')}`}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
