import { memo, useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { topLevelClauses } from '../../../../../shared/query/clauses.ts';
import { removeClause } from '../../../../../shared/query/edit.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { commitQuery } from '../../../state/actions.ts';
import { useApp } from '../../../state/store.ts';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Pill } from '../../../ui/Pill.tsx';
import { QueryEditor, type QueryEditorHandle } from '../../../ui/QueryEditor.tsx';
import { useStableHandlers } from '../use-stable-handlers.ts';
import { changeLabel, clauseViews } from './clause-view.ts';
import { CompletionList, optionId } from './CompletionList.tsx';
import { negatedDraft, type CompletionOption } from './completion-options.ts';
import { addAlternative, type Draft } from './draft.ts';
import { clauseOfPasted, pastedValues, type PastedValues } from './pasted-values.ts';
import { PastePreview } from './PastePreview.tsx';
import { fixOf } from './query-fix.ts';
import { QueryErrorLine, QueryTools } from './QueryTools.tsx';
import styles from './QueryBar.module.css';
import { useCompletion, useStaying } from './use-completion.ts';
import { useQueryDraft } from './use-query-draft.ts';

interface QueryBarProps {
  /** Called when the user is done in the bar, to give the focus to the results. */
  onDone: () => void;
}

/** The query as pills, and the text being typed. */
export const QueryBar = memo(function QueryBar({ onDone }: QueryBarProps) {
  const { platform } = useBridge().startup;
  const query = useApp((state) => state.query.present.query);
  const range = useApp((state) => state.query.present.range);
  const editing = useQueryDraft();
  const { draft } = editing;
  const [hasFocus, setFocus] = useState(false);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [pasted, setPasted] = useState<PastedValues | null>(null);
  const editor = useRef<QueryEditorHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const mustFocus = useRef(false);
  const listId = useId();
  const [leftPixels, setLeft] = useState(0);

  const list = useCompletion(query, range, draft, hasFocus && editing.isTyping && pasted === null);
  const options = list?.options ?? [];
  const chosen = options.find(({ id }) => id === activeId);
  const active = chosen ?? (list?.offersFirst === true && list.isFresh ? options[0] : undefined);
  const isOpen = list !== null && options.length > 0;
  // Asked last: the rows of what is typed come first.
  const staying = useStaying(query, range, isOpen && list.isFresh ? (active?.accepted ?? draft) : null);

  const parsed = parseQuery(draft.text);
  const error = parsed.ok ? null : parsed.error;
  // While a list of values is open the text is unfinished, not wrong.
  const shownError = error !== null && !isOpen && draft.text.trim() !== '' ? error : null;
  const fix = shownError === null ? null : fixOf(draft.text, shownError);

  useEffect(() => {
    if (!mustFocus.current) return;
    mustFocus.current = false;
    editor.current?.focus();
    editor.current?.setCaret(draft.caret);
  });
  useLayoutEffect(() => {
    if (!isOpen || place.current === null) return;
    const field = place.current.querySelector('.cm-editor');
    const box = place.current.getBoundingClientRect();
    const left = (field?.getBoundingClientRect().left ?? box.left) - box.left;
    setLeft(Math.max(0, Math.min(left, box.width - 460)));
    // The text moves when clauses before it come and go.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen, draft.clause, query]);

  const put = (next: Draft) => {
    mustFocus.current = true;
    setActiveId(null);
    editing.put(next);
  };
  const openClause = (clause: number) => {
    mustFocus.current = true;
    editing.openClause(clause);
  };
  const commit = (next?: Draft) => {
    setActiveId(null);
    if (editing.commit(next)) mustFocus.current = true;
  };
  const accept = (option: CompletionOption, run: boolean) => {
    if (run && option.isComplete) commit(option.accepted);
    else put(option.accepted);
  };
  const moveActive = (by: 1 | -1) => {
    if (options.length === 0) return;
    const at = active === undefined ? (by > 0 ? -1 : options.length) : options.indexOf(active);
    setActiveId(options[(at + by + options.length) % options.length]?.id ?? null);
  };
  const leave = () => {
    setActiveId(null);
    editing.cancel();
    onDone();
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.isComposing) return false;
    const done = (act: () => void) => {
      event.preventDefault();
      act();
      return true;
    };
    const { key } = event;
    if (isOpen && (key === 'ArrowDown' || key === 'ArrowUp'))
      return done(() => moveActive(key === 'ArrowDown' ? 1 : -1));
    if (key === 'Tab' && !event.shiftKey && isOpen) {
      const option = active ?? options[0];
      return option === undefined ? false : done(() => accept(option, false));
    }
    if (key === 'Enter' && event.altKey) {
      const negated = negatedDraft(active?.isComplete === true ? active.accepted : draft);
      return negated === null ? done(() => undefined) : done(() => commit(negated));
    }
    if (key === 'Enter') {
      if (active !== undefined) return done(() => accept(active, true));
      if (error === null && draft.clause === null && draft.text.trim() === '') return done(leave);
      if (error === null) return done(() => commit());
      // A repair is read before it is made.
      if (shownError === null) return done(editing.closeList);
      return done(() => (fix === null ? undefined : put({ ...draft, text: fix, caret: fix.length })));
    }
    if (key === 'Escape') return done(isOpen ? editing.closeList : leave);
    if (key === ',') {
      const more = addAlternative(draft);
      return more === null ? false : done(() => put(more));
    }
    const clauses = topLevelClauses(query).length;
    const before = (draft.clause ?? clauses) - 1;
    const isAtStart = draft.caret === 0;
    if (key === 'Backspace' && isAtStart && draft.text === '' && draft.clause === null && before >= 0) {
      return done(() => openClause(before));
    }
    if (key === 'ArrowLeft' && isAtStart && before >= 0 && (draft.clause !== null || draft.text === '')) {
      return done(() => openClause(before));
    }
    if (key === 'ArrowRight' && draft.clause !== null && draft.caret === draft.text.length) {
      const next = draft.clause + 1;
      return done(() => (next < clauses ? openClause(next) : commit()));
    }
    return false;
  };

  const onFocusChange = (focused: boolean) => {
    setFocus(focused);
    // Unfinished text that is a query counts; anything else stays to be mended.
    if (!focused && !mustFocus.current && error === null && (draft.clause !== null || draft.text.trim() !== '')) {
      editing.commit();
    }
  };

  useStableHandlers({
    'query.focus': () => {
      editor.current?.focus();
      if (draft.clause === null) return;
      mustFocus.current = true;
      editing.commit();
    },
    'query.clear': () => {
      editing.cancel();
      commitQuery({ kind: 'all' }, 'remove all filters');
    },
  });

  const remove = (clause: number) => {
    const next = removeClause(query, clause);
    commitQuery(next, changeLabel(query, next));
  };
  const field = (
    <QueryEditor
      key={draft.clause ?? 'new'}
      label="Query"
      value={draft.text}
      onChange={(text, caret) => {
        setActiveId(null);
        editing.change(text, caret);
      }}
      onCaret={editing.moveCaret}
      onKey={onKey}
      onFocusChange={onFocusChange}
      onPasteLines={(lines) => {
        setPasted(pastedValues(lines));
        return true;
      }}
      placeholderText={draft.clause === null ? 'Add a filter, or type to search' : ''}
      error={shownError}
      listId={listId}
      isListOpen={isOpen}
      activeOptionId={active === undefined ? null : optionId(listId, active)}
      handle={editor}
    />
  );
  const items: ReactNode[] = clauseViews(query).map((view, index) =>
    index === draft.clause ? (
      <span key={`edit ${index}`} className={classNames(styles.editor, styles.inPlace)}>
        {field}
      </span>
    ) : (
      <Pill
        key={`${index} ${view.text}`}
        field={view.field}
        value={view.value}
        negated={view.negated}
        onEdit={() => openClause(index)}
        onRemove={() => remove(index)}
      />
    ),
  );

  return (
    <div className={styles.place} ref={place} data-region="query bar">
      <div className={classNames(styles.bar, shownError !== null && styles.invalid)}>
        <Icon name="search" size={16} className={styles.icon} />
        {items}
        {draft.clause === null ? (
          <span className={styles.editor}>{field}</span>
        ) : (
          <button
            type="button"
            tabIndex={-1}
            className={styles.tail}
            onClick={() => {
              mustFocus.current = true;
              editing.commit();
            }}
          >
            Add a filter
          </button>
        )}
        <QueryTools
          hasFocus={hasFocus}
          hasAny={query.kind !== 'all' || draft.text !== ''}
          onClear={() => {
            editing.cancel();
            commitQuery({ kind: 'all' }, 'remove all filters');
          }}
        />
      </div>
      {shownError === null ? null : <QueryErrorLine error={shownError} fix={fix} />}
      {isOpen ? (
        <CompletionList
          id={listId}
          list={list}
          activeId={active?.id ?? null}
          staying={staying}
          altKey={platform === 'mac' ? '⌥' : 'Alt+'}
          leftPixels={leftPixels}
          onAccept={accept}
        />
      ) : null}
      {pasted === null ? null : (
        <PastePreview
          pasted={pasted}
          range={range}
          onCancel={() => {
            setPasted(null);
            editor.current?.focus();
          }}
          onAdd={() => {
            editing.append(clauseOfPasted(pasted));
            setPasted(null);
            editor.current?.focus();
          }}
        />
      )}
    </div>
  );
});
