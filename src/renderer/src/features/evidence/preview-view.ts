import type { ImportPreview } from '../../../../shared/contract/case.ts';
import { formatBytes, formatCount, formatQuantity } from '../../ui/format/number.ts';

/** One line of the table of what was recognised. */
export interface FormatLine {
  label: string;
  files: number;
  sizeBytes: number;
  wouldRead: boolean;
}

/** What would be read first, then the rest; what reads the same is one line. */
export function formatLines(preview: ImportPreview): FormatLine[] {
  const lines = new Map<string, FormatLine>();
  for (const { label, files, sizeBytes, wouldRead } of preview.formats) {
    const key = `${wouldRead} ${label}`;
    const line = lines.get(key) ?? { label, files: 0, sizeBytes: 0, wouldRead };
    lines.set(key, { ...line, files: line.files + files, sizeBytes: line.sizeBytes + sizeBytes });
  }
  return [...lines.values()].toSorted((a, b) => Number(b.wouldRead) - Number(a.wouldRead) || b.files - a.files);
}

/** Files of recognised formats. */
export function readableFiles(preview: ImportPreview): number {
  return preview.formats.reduce((sum, format) => sum + (format.wouldRead ? format.files : 0), 0);
}

/** `7 items, 39 files, 1.2 GB`; `at least` where listing stopped at its limit. */
export function previewNote(items: number, preview: ImportPreview | null): string {
  const chosen = formatQuantity(items, 'item');
  if (preview === null) return chosen;
  const least = preview.complete ? '' : 'at least ';
  return `${chosen}, ${least}${formatQuantity(preview.files, 'file')}, ${formatBytes(preview.sizeBytes)}`;
}

/** What the button promises: never more than was recognised. */
export function importLabel(preview: ImportPreview | null): string {
  if (preview === null || !preview.complete) return 'Import all';
  const readable = readableFiles(preview);
  return readable === 0 ? 'Import anyway' : `Import ${formatQuantity(readable, 'file')}`;
}

/** Sentences below the table. */
export function previewSentences(preview: ImportPreview): string[] {
  const { alreadyLoaded, complete } = preview;
  return [
    ...(alreadyLoaded === 0
      ? []
      : [
          `${formatQuantity(alreadyLoaded, 'file is', 'files are')} in the case already, by SHA-256, and ${alreadyLoaded === 1 ? 'adds' : 'add'} nothing.`,
        ]),
    ...(complete ? [] : [`Only the first ${formatCount(preview.files)} files were looked at; the import reads all.`]),
    ...(readableFiles(preview) === 0 && complete
      ? ['No CloudTrail logs were recognised. Imported anyway, each file is listed with the reason it was not read.']
      : []),
  ];
}
