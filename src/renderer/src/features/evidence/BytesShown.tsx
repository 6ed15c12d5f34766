import { formatCount } from '../../ui/format/number.ts';
import { revealHidden } from '../../ui/format/text.ts';
import { hexRows, textParts } from './hex-rows.ts';
import styles from './ProblemBytesView.module.css';

interface BytesShownProps {
  bytes: Uint8Array;
  mark: { start: number; length: number };
}

type Cell = ReturnType<typeof hexRows>[number]['cells'][number];

/** Neighbours that are marked alike become one element, so that a row has three at most. */
function stretches(cells: readonly Cell[], textOf: (cell: Cell) => string, joint: string) {
  const found: { text: string; isMarked: boolean }[] = [];
  for (const cell of cells) {
    const last = found.at(-1);
    if (last?.isMarked === cell.isMarked) {
      last.text += joint + textOf(cell);
      continue;
    }
    // The space between belongs to the side that is not marked.
    if (last !== undefined && cell.isMarked) last.text += joint;
    found.push({ text: (last?.isMarked === true ? joint : '') + textOf(cell), isMarked: cell.isMarked });
  }
  return found;
}

/** Eight bytes a line: where, as hex, as characters. */
export function BytesAsHex({ bytes, startByte, mark }: BytesShownProps & { startByte: number }) {
  const rows = hexRows(bytes, startByte, mark);
  const first = rows.findIndex((row) => row.cells.some((cell) => cell.isMarked));
  return (
    <table className={styles.hex}>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.startByte} data-mark={index === first ? '' : undefined}>
            <td className={styles.offset}>{formatCount(Math.max(0, row.startByte))}</td>
            <td>
              <Stretches of={stretches(row.cells, (cell) => cell.hex, ' ')} />
            </td>
            <td>
              <Stretches of={stretches(row.cells, (cell) => cell.character, '')} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stretches({ of }: { of: readonly { text: string; isMarked: boolean }[] }) {
  return of.map(({ text, isMarked }, index) =>
    isMarked ? (
      <mark key={index} className={styles.marked}>
        {text}
      </mark>
    ) : (
      text
    ),
  );
}

/** The bytes as UTF-8 text; line breaks stay, other hidden characters show as their code. */
export function BytesAsText({ bytes, mark }: BytesShownProps) {
  const [before, marked, after] = textParts(bytes, mark).map(revealLines) as [string, string, string];
  return (
    <pre className={styles.text}>
      {before}
      {marked === '' ? null : (
        <mark className={styles.marked} data-mark="">
          {marked}
        </mark>
      )}
      {after}
    </pre>
  );
}

function revealLines(text: string): string {
  return text.split('\n').map(revealHidden).join('\n');
}
