import { useState, type RefObject } from 'react';
import { tagName } from '../../../../../shared/contract/marks.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { useApp } from '../../../state/store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount } from '../../../ui/format/number.ts';
import { cellText } from '../../../ui/format/text.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import styles from './Marks.module.css';

interface TagEditorProps {
  isOpen: boolean;
  anchor: RefObject<Element | null>;
  /** What gets the tag: "this event", "12 marked events". */
  subject: string;
  /** Tags that all of it has already: choosing one takes it off. */
  present: readonly string[];
  onToggle: (tag: string, on: boolean) => void;
  onClose: () => void;
}

const mostOffered = 12;

/** Sets and takes off tags: type a new one, or choose one that the case has. */
export function TagEditor({ isOpen, anchor, subject, present, onToggle, onClose }: TagEditorProps) {
  return (
    <Popover
      label={`Tag ${subject}`}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      anchor={anchor}
    >
      <TagForm subject={subject} present={present} onToggle={onToggle} onClose={onClose} />
    </Popover>
  );
}

function TagForm({ subject, present, onToggle, onClose }: Omit<TagEditorProps, 'isOpen' | 'anchor'>) {
  const marksRevision = useApp((state) => state.case.marksRevision);
  const known = useEngineQuery('marks.tags', {}, { revision: marksRevision });
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  const parsed = tagName.safeParse(text);
  const wanted = text.trim().toLowerCase();
  const offered = (known.data ?? []).filter(({ tag }) => tag.toLowerCase().includes(wanted)).slice(0, mostOffered);
  const add = () => {
    setChecked(true);
    if (!parsed.success) return;
    onToggle(parsed.data, !present.includes(parsed.data));
    onClose();
  };
  return (
    <div className={styles.form}>
      <TextField
        label={`Tag ${subject}`}
        value={text}
        onChange={(next) => {
          setText(next);
          setChecked(false);
        }}
        onSubmit={add}
        icon="tag"
        placeholder="New or known tag"
        autoFocus
        error={isChecked && !parsed.success ? 'A tag has 1 to 60 visible characters.' : null}
      />
      {offered.length === 0 ? null : (
        <ul className={styles.tags} aria-label="Tags of this case">
          {offered.map(({ tag, events }) => (
            <li key={tag}>
              <button
                type="button"
                className={styles.tag}
                aria-pressed={present.includes(tag)}
                onClick={() => {
                  onToggle(tag, !present.includes(tag));
                  onClose();
                }}
              >
                <span className={styles.check}>{present.includes(tag) ? <Icon name="check" /> : null}</span>
                <span className={styles.name}>{cellText(tag)}</span>
                <span className={styles.count}>{formatCount(events)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <Button size="small" variant="ghost" onPress={onClose}>
          Cancel
        </Button>
        <Button size="small" variant="primary" onPress={add} isDisabled={text.trim() === ''}>
          {parsed.success && present.includes(parsed.data) ? 'Remove tag' : 'Add tag'}
        </Button>
      </div>
    </div>
  );
}
