import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The page's policy allows style elements only with its nonce, which the host puts into the head. */
function nonce(): Extension {
  // Browsers hide the attribute from scripts; the property still tells it.
  const value = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce;
  return value === undefined || value === '' ? [] : EditorView.cspNonce.of(value);
}

const look = EditorView.theme({
  '&': { color: 'var(--fg-2)', backgroundColor: 'transparent', fontSize: 'var(--fs-11)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '17px', letterSpacing: '-0.01em' },
  '.cm-content': { caretColor: 'var(--accent)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--fg-3)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '30px', padding: '0 2px 0 8px' },
  '.cm-foldPlaceholder': {
    border: 'none',
    borderRadius: 'var(--r-1)',
    backgroundColor: 'var(--bg-3)',
    color: 'var(--fg-3)',
    padding: '0 4px',
  },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-line)',
  },
  '.cm-placeholder': { color: 'var(--fg-3)', fontFamily: 'var(--font-sans)', fontSize: 'var(--fs-12)' },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--ev-data-fg)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ev-write-fg)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--fg-2)' },
]);

/** Looks of every editor, from the tokens, so that a change of theme needs no new editor. */
export function codeTheme(): Extension {
  return [nonce(), look, syntaxHighlighting(colours)];
}
