/** One line of a hex view. */
export interface HexRow {
  /** Where the line begins in the content. */
  startByte: number;
  cells: { hex: string; character: string; isMarked: boolean }[];
}

/** The bytes of a base64 text. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Lines of `perRow` bytes, on multiples of it, so that the same place always stands in the same column. */
export function hexRows(
  bytes: Uint8Array,
  startByte: number,
  mark: { start: number; length: number },
  perRow = 8,
): HexRow[] {
  const rows: HexRow[] = [];
  for (let from = -(startByte % perRow); from < bytes.length; from += perRow) {
    const cells = Array.from({ length: perRow }, (_, column) => {
      const byte = bytes[from + column];
      const index = from + column;
      if (byte === undefined) return { hex: '  ', character: ' ', isMarked: false };
      return {
        hex: byte.toString(16).padStart(2, '0'),
        character: byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
        isMarked: index >= mark.start && index < mark.start + mark.length,
      };
    });
    rows.push({ startByte: startByte + from, cells });
  }
  return rows;
}

/** What a view of bytes draws: all before the mark, and no more than this from there on. */
export function drawnBytes(bytes: Uint8Array, markStart: number, mostFromMark: number): Uint8Array {
  return bytes.subarray(0, Math.min(bytes.length, markStart + mostFromMark));
}

/** Text before, in and after the marked stretch. Bytes that are no UTF-8 become the replacement character. */
export function textParts(bytes: Uint8Array, mark: { start: number; length: number }): [string, string, string] {
  const decode = (part: Uint8Array) => new TextDecoder('utf-8').decode(part);
  const end = mark.start + mark.length;
  return [decode(bytes.subarray(0, mark.start)), decode(bytes.subarray(mark.start, end)), decode(bytes.subarray(end))];
}
