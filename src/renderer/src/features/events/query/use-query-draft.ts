import { useCallback, useRef, useState } from 'react';
import type { Query } from '../../../../../shared/query/ast.ts';
import { topLevelClauses } from '../../../../../shared/query/clauses.ts';
import { appendClause } from '../../../../../shared/query/edit.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { commitQuery, previewCondition } from '../../../state/actions.ts';
import { appStore } from '../../../state/store.ts';
import { changeLabel } from './clause-view.ts';
import { applyDraft, draftOfClause, emptyDraft, previewDraft, type Draft } from './draft.ts';

export interface QueryDraft {
  draft: Draft;
  /** The last thing done was typing: completion may open. */
  isTyping: boolean;
  change: (text: string, caret: number) => void;
  moveCaret: (caret: number) => void;
  /** Puts a whole draft in, for example an accepted completion. */
  put: (draft: Draft) => void;
  closeList: () => void;
  /** Makes the draft (or the given one) part of the query. False where it is no query. */
  commit: (draft?: Draft) => boolean;
  /** Drops what was typed. */
  cancel: () => void;
  openClause: (clause: number) => void;
  append: (clause: Query) => void;
}

const presentQuery = () => appStore.getState().query.present.query;

function preview(draft: Draft): void {
  const { present } = appStore.getState().query;
  const query = previewDraft(present.query, draft);
  previewCondition(query === null || query === present.query ? null : { ...present, query });
}

/** What is typed in the bar. Every change is previewed; only `commit` enters the history. */
export function useQueryDraft(): QueryDraft {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [isTyping, setTyping] = useState(false);
  const latest = useRef(draft);
  const set = useCallback((next: Draft, typing: boolean) => {
    latest.current = next;
    setDraft(next);
    setTyping(typing);
  }, []);

  const put = useCallback(
    (next: Draft) => {
      set(next, true);
      preview(next);
    },
    [set],
  );
  const change = useCallback((text: string, caret: number) => put({ ...latest.current, text, caret }), [put]);
  const moveCaret = useCallback(
    (caret: number) => {
      // The caret of a text that was just taken over is of no use to the next one.
      const inText = Math.min(caret, latest.current.text.length);
      if (latest.current.caret !== inText) set({ ...latest.current, caret: inText }, false);
    },
    [set],
  );
  const commit = useCallback(
    (next: Draft = latest.current) => {
      const query = presentQuery();
      const applied = applyDraft(query, next);
      if (!applied.ok) {
        set(next, false);
        return false;
      }
      set(emptyDraft, false);
      commitQuery(applied.query, changeLabel(query, applied.query));
      return true;
    },
    [set],
  );
  const cancel = useCallback(() => {
    set(emptyDraft, false);
    previewCondition(null);
  }, [set]);
  const openClause = useCallback(
    (clause: number) => {
      const query = presentQuery();
      // Unfinished text that is a query goes in first; the clause may then stand elsewhere.
      const open = topLevelClauses(query)[clause];
      if (latest.current.text.trim() !== '' && parseQuery(latest.current.text).ok) commit();
      const at = open === undefined ? -1 : topLevelClauses(presentQuery()).indexOf(open);
      set(at < 0 ? emptyDraft : draftOfClause(presentQuery(), at), false);
    },
    [commit, set],
  );
  const append = useCallback((clause: Query) => {
    const query = presentQuery();
    const next = appendClause(query, clause);
    commitQuery(next, changeLabel(query, next));
  }, []);
  const closeList = useCallback(() => setTyping(false), []);
  return { draft, isTyping, change, moveCaret, put, closeList, commit, cancel, openClause, append };
}
