import { json } from '@codemirror/lang-json';
import { codeFolding, foldAll, foldGutter, foldKeymap, unfoldAll } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, type Ref } from 'react';
import { codeTheme } from './code-theme.ts';
import { jsonValueAt, type JsonValueAt } from './json-value.ts';
import { layOutJson } from './json-layout.ts';
import type { MenuPosition } from './Menu.tsx';
import styles from './JsonView.module.css';

export interface JsonViewHandle {
  foldAll: () => void;
  unfoldAll: () => void;
  focus: () => void;
}

interface JsonViewProps {
  label: string;
  /** As found; it is laid out for reading, nothing in it changes. */
  text: string;
  isWrapped: boolean;
  /** Right click or the Menu key on a value. */
  onValueMenu?: (value: JsonValueAt, position: MenuPosition) => void;
  handle?: Ref<JsonViewHandle>;
}

/** One record as JSON: numbered, foldable, selectable, read-only. */
export function JsonView({ label, text, isWrapped, onValueMenu, handle }: JsonViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const wrapping = useRef(new Compartment());
  const onMenu = useRef(onValueMenu);
  const shown = useMemo(() => layOutJson(text), [text]);
  useLayoutEffect(() => {
    onMenu.current = onValueMenu;
  });

  useLayoutEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        extensions: [
          codeTheme(),
          lineNumbers(),
          foldGutter(),
          codeFolding({ placeholderText: '…' }),
          json(),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ tabindex: '0', role: 'textbox', 'aria-readonly': 'true' }),
          keymap.of(foldKeymap),
          wrapping.current.of([]),
          EditorView.domEventHandlers({
            contextmenu(event, current) {
              const at = current.posAtCoords({ x: event.clientX, y: event.clientY });
              const value = at === null ? null : jsonValueAt(current.state, at);
              if (value === null || onMenu.current === undefined) return false;
              event.preventDefault();
              onMenu.current(value, { x: event.clientX, y: event.clientY });
              return true;
            },
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    view.current?.contentDOM.setAttribute('aria-label', label);
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === shown) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: shown } });
    editor.scrollDOM.scrollTop = 0;
  }, [shown]);

  useEffect(() => {
    view.current?.dispatch({ effects: wrapping.current.reconfigure(isWrapped ? EditorView.lineWrapping : []) });
  }, [isWrapped]);

  useImperativeHandle(handle, () => ({
    foldAll: () => view.current !== null && foldAll(view.current),
    unfoldAll: () => view.current !== null && unfoldAll(view.current),
    focus: () => view.current?.focus(),
  }));
  return <div ref={place} className={styles.view} data-command-scope="detail" />;
}
