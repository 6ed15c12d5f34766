import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

/** The tree's own type, without a dependency on its package. */
type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

export interface JsonValueAt {
  /** Record path, array elements implicit: `requestParameters.tagSet.items.key`. */
  path: string;
  /** The value as text, without quotes and escapes. */
  value: string;
}

const scalars: ReadonlySet<string> = new Set(['String', 'Number', 'True', 'False', 'Null']);

function plain(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    // A string cut off at the end of a broken record.
    return text;
  }
}

/** The scalar at a place of a JSON document and its path, or null where there is none. */
export function jsonValueAt(state: EditorState, position: number): JsonValueAt | null {
  const found = syntaxTree(state).resolveInner(position, 1);
  const text = (from: number, to: number) => state.sliceDoc(from, to);
  // On a name: the value beside it.
  const node: SyntaxNode | null = found.name === 'PropertyName' ? (found.parent?.lastChild ?? null) : found;
  if (node === null || !scalars.has(node.name)) return null;
  const names: string[] = [];
  for (let around: SyntaxNode | null = node.parent; around !== null; around = around.parent) {
    const name = around.name === 'Property' ? around.getChild('PropertyName') : null;
    if (name !== null) names.unshift(plain(text(name.from, name.to)));
  }
  return { path: names.join('.'), value: plain(text(node.from, node.to)) };
}
