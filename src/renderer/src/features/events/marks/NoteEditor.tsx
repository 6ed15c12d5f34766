import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import styles from './Marks.module.css';

interface NoteEditorProps {
  text: string;
  onSave: (text: string) => void;
  onCancel: () => void;
}

const longestNote = 20_000;

/** The note of one event. Ctrl or ⌘ with Enter saves, Escape drops the change. */
export function NoteEditor({ text, onSave, onCancel }: NoteEditorProps) {
  const [value, setValue] = useState(text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  return (
    <div className={styles.note}>
      <textarea
        ref={area}
        aria-label="Note"
        className={styles.area}
        rows={4}
        maxLength={longestNote}
        value={value}
        placeholder="What this event means for the case"
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave(value.trim());
          else if (event.key === 'Escape') onCancel();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div className={styles.actions}>
        <Button size="small" variant="ghost" onPress={onCancel}>
          Cancel
        </Button>
        <Button size="small" variant="primary" onPress={() => onSave(value.trim())}>
          {value.trim() === '' && text !== '' ? 'Remove note' : 'Save note'}
        </Button>
      </div>
    </div>
  );
}
