import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { revealHidden } from './format/text.ts';

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
  '.cm-specialChar': { color: 'var(--ev-denied-fg)' },
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

/** The same characters as `revealHidden`, shown as it shows them; what is copied stays as it is. Line breaks are lines. */
const hidden = highlightSpecialChars({
  specialChars:
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu,
  render(code) {
    const place = document.createElement('span');
    place.className = 'cm-specialChar';
    place.textContent = revealHidden(String.fromCodePoint(code));
    return place;
  },
});

/** Looks of every editor, from the tokens, so that a change of theme needs no new editor. */
export function codeTheme(): Extension {
  return [nonce(), look, syntaxHighlighting(colours), hidden];
}
