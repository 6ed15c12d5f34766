import { useState, type ReactNode, type RefObject } from 'react';
import type { MarkTarget } from '../../../../../shared/contract/marks.ts';
import { TagEditor } from './TagEditor.tsx';
import type { MarkActions } from './use-mark-actions.ts';

/** What gets the tag that is being typed. */
export interface Tagging {
  target: MarkTarget;
  /** "this event", "12 marked events". */
  subject: string;
  /** Tags that all of it has. */
  present: readonly string[];
  /** Beside what the editor opens. */
  anchor: RefObject<HTMLElement | null>;
}

/** The tag editor of the screen; one at a time. */
export function useTagging(actions: MarkActions): { start: (tagging: Tagging) => void; editor: ReactNode } {
  const [tagging, setTagging] = useState<Tagging | null>(null);
  const editor =
    tagging === null ? null : (
      <TagEditor
        isOpen
        anchor={tagging.anchor}
        subject={tagging.subject}
        present={tagging.present}
        onToggle={(tag, on) => void actions.tag(tagging.target, tag, on)}
        onClose={() => setTagging(null)}
      />
    );
  return { start: setTagging, editor };
}
