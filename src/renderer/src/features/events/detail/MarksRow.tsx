import type { RefObject } from 'react';
import type { EventDetail } from '../../../../../shared/contract/search.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { cellText, revealHidden } from '../../../ui/format/text.ts';
import { formatInstant, type TimeZone } from '../../../ui/format/time.ts';
import { Tag } from '../../../ui/Tag.tsx';
import { NoteEditor } from '../marks/NoteEditor.tsx';
import styles from './DetailPane.module.css';

interface MarksRowProps {
  detail: EventDetail;
  zone: TimeZone;
  isReadOnly: boolean;
  isNoteOpen: boolean;
  tagAnchor: RefObject<HTMLButtonElement | null>;
  onBookmark: (on: boolean) => void;
  onTag: (present: readonly string[]) => void;
  onRemoveTag: (tag: string) => void;
  onNote: (text: string) => void;
  onNoteOpen: (open: boolean) => void;
}

/** Bookmark, tags and note of the event. */
export function MarksRow({
  detail,
  zone,
  isReadOnly,
  isNoteOpen,
  tagAnchor,
  onBookmark,
  onTag,
  onRemoveTag,
  onNote,
  onNoteOpen,
}: MarksRowProps) {
  const { marks } = detail.row;
  return (
    <>
      <div className={styles.marks}>
        <Button
          size="small"
          icon="bookmark"
          variant={marks.bookmarked ? 'default' : 'ghost'}
          isDisabled={isReadOnly}
          onPress={() => onBookmark(!marks.bookmarked)}
        >
          {marks.bookmarked ? 'Bookmarked' : 'Bookmark'}
        </Button>
        {marks.tags.map((tag) => (
          <Tag
            key={tag}
            icon="tag"
            onRemove={isReadOnly ? undefined : () => onRemoveTag(tag)}
            removeLabel={`Remove tag ${cellText(tag)}`}
          >
            {cellText(tag)}
          </Tag>
        ))}
        <IconButton
          icon="plus"
          label="Add tag"
          keys={['t']}
          isDisabled={isReadOnly}
          onPress={() => onTag(marks.tags)}
          ref={tagAnchor}
        />
      </div>
      {isNoteOpen ? (
        <NoteEditor
          key={detail.row.id}
          text={detail.note?.text ?? ''}
          onSave={onNote}
          onCancel={() => onNoteOpen(false)}
        />
      ) : detail.note === null ? null : (
        <p className={styles.noteText}>
          {detail.note.text.split('\n').map(revealHidden).join('\n')}
          <span className={styles.note}> {formatInstant(detail.note.editedEpochSeconds, zone)}</span>
        </p>
      )}
    </>
  );
}
