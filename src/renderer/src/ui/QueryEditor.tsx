import { EditorSelection, EditorState, Prec, StateEffect, StateField, Transaction } from '@codemirror/state';
import { Decoration, EditorView, placeholder, type DecorationSet } from '@codemirror/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { codeTheme } from './code-theme.ts';
import styles from './QueryEditor.module.css';

export interface QueryEditorHandle {
  focus: () => void;
  /** Puts the caret there, in UTF-16 units. */
  setCaret: (position: number) => void;
}

export interface QueryEditorProps {
  label: string;
  value: string;
  onChange: (text: string, caret: number) => void;
  /** The caret moved without a change of the text. */
  onCaret?: (caret: number) => void;
  /** The keys of a completion list: return true to keep a key from the editor. */
  onKey?: (event: KeyboardEvent) => boolean;
  onFocusChange?: (hasFocus: boolean) => void;
  /** Several lines pasted at once; return true when they were taken. */
  onPasteLines?: (lines: string[]) => boolean;
  placeholderText?: string;
  /** What is wrong, underlined; null when nothing is. */
  error?: { start: number; end: number } | null;
  /** Of the list of completions, for assistive technology. */
  listId?: string;
  activeOptionId?: string | null;
  isListOpen?: boolean;
  handle?: Ref<QueryEditorHandle>;
}

const setError = StateEffect.define<{ start: number; end: number } | null>();
const errorMark = Decoration.mark({ class: styles.error ?? '' });
const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setError)) continue;
      const { length } = transaction.newDoc;
      const start = Math.min(effect.value?.start ?? 0, length);
      const end = Math.min(effect.value?.end ?? 0, length);
      next = end > start ? Decoration.set(errorMark.range(start, end)) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A query stays on one line: line breaks in what is typed or pasted become spaces. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: text },
    selection: EditorSelection.cursor(text.length),
    annotations: Transaction.userEvent.of('input.paste'),
  };
});

/** The text of a query: grows to three lines by wrapping, then scrolls. Wants a list of completions beside it. */
export function QueryEditor(props: QueryEditorProps) {
  const { label, value, error = null, listId, activeOptionId = null, isListOpen = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        selection: { anchor: latest.current.value.length },
        extensions: [
          codeTheme(),
          oneLine,
          errorField,
          EditorView.lineWrapping,
          placeholder(latest.current.placeholderText ?? ''),
          EditorView.contentAttributes.of({ role: 'combobox', 'aria-autocomplete': 'list', spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            const caret = update.state.selection.main.head;
            if (update.docChanged) {
              const text = update.state.doc.toString();
              if (text !== latest.current.value) latest.current.onChange(text, caret);
            } else if (update.selectionSet) latest.current.onCaret?.(caret);
            if (update.focusChanged) latest.current.onFocusChange?.(update.view.hasFocus);
          }),
          Prec.highest(
            EditorView.domEventHandlers({
              keydown: (event) => latest.current.onKey?.(event) === true,
              paste(event) {
                const pasted = event.clipboardData?.getData('text/plain') ?? '';
                const lines = pasted
                  .split(/\r?\n/)
                  .map((line) => line.trim())
                  .filter((line) => line !== '');
                if (lines.length < 2 || latest.current.onPasteLines?.(lines) !== true) return false;
                event.preventDefault();
                return true;
              },
            }),
          ),
        ],
      }),
    });
    // The editor says both of every text; of a combobox they may not be said.
    for (const name of ['aria-multiline', 'aria-placeholder']) editor.contentDOM.removeAttribute(name);
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      selection: { anchor: value.length },
    });
  }, [value]);

  const errorStart = error?.start ?? -1;
  const errorEnd = error?.end ?? -1;
  useEffect(() => {
    const mark = errorStart < 0 ? null : { start: errorStart, end: errorEnd };
    view.current?.dispatch({ effects: setError.of(mark) });
  }, [errorStart, errorEnd]);

  useEffect(() => {
    const content = view.current?.contentDOM;
    if (content === undefined) return;
    content.setAttribute('aria-label', label);
    content.setAttribute('aria-multiline', 'false');
    content.setAttribute('aria-expanded', String(isListOpen));
    content.setAttribute('aria-invalid', String(error !== null));
    for (const [name, id] of [
      ['aria-controls', isListOpen ? (listId ?? null) : null],
      ['aria-activedescendant', isListOpen ? activeOptionId : null],
    ] as const) {
      if (id === null) content.removeAttribute(name);
      else content.setAttribute(name, id);
    }
  }, [label, isListOpen, listId, activeOptionId, error]);

  useImperativeHandle(props.handle, () => ({
    focus: () => view.current?.focus(),
    setCaret: (position) => view.current?.dispatch({ selection: { anchor: position } }),
  }));
  return <div ref={place} className={styles.editor} />;
}
