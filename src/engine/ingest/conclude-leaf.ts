import type { CsvHeader } from './csv-header.ts';
import type { JsonRead } from './json-reader.ts';
import type { LeafWriter } from './leaf-writer.ts';
import { isExpected, lookAlikeReason, type LookAlikeCode } from './look-alikes.ts';
import { brokenJsonKind } from './text-kinds.ts';
import type { LeafFormat, LeafResult, SkipReason, TextEncoding } from './types.ts';

export type TextRead = ({ kind: 'json' | 'prefixed' } & JsonRead) | { kind: 'csv'; header: CsvHeader };

/** Says how a leaf ended, and delivers or drops what was held back. */
export async function concludeLeaf(
  writer: LeafWriter,
  read: TextRead,
  head: Buffer,
  encoding: TextEncoding,
): Promise<LeafResult> {
  const end = (state: LeafResult['state'], format: LeafFormat, reason: SkipReason | null): LeafResult => ({
    state,
    format,
    reason,
    encoding,
    records: writer.records,
    rejected: writer.rejected,
  });
  const skip = (code: LookAlikeCode): LeafResult => end('skipped', 'unknown', lookAlikeReason(code));

  if (!writer.isConfirmed) {
    const lookAlike = mostFrequent(writer);
    if (lookAlike === 'digest') {
      await writer.releaseHeld();
      return end('skipped', 'digest', lookAlikeReason('digest'));
    }
    if (lookAlike !== null) return skip(lookAlike);
    const printed = read.kind === 'csv' || writer.pendingDamage.length === 0 ? null : brokenJsonKind(head);
    if (printed !== null) return skip(printed);
    const failure = damagedEvidence(writer, read);
    if (failure !== null) {
      writer.confirm();
      await writer.releaseHeld();
      return end('failed', formatOf(writer, read), failure);
    }
    if (!hasUnusableItems(writer, read)) return skip(emptyKind(writer, read));
    writer.confirm();
  }
  for (const [code, positions] of writer.lookAlikes) {
    if (isExpected(code)) continue;
    const { message } = lookAlikeReason(code);
    for (const position of positions) writer.reject({ position: `byte ${position}`, code, message });
  }
  await writer.releaseHeld();
  return end('read', formatOf(writer, read), null);
}

/** Content that has the marks of CloudTrail but in which no record could be read. */
function damagedEvidence(writer: LeafWriter, read: TextRead): SkipReason | null {
  const damage = writer.pendingDamage.find((one) => one.isCloudTrail)?.problem;
  if (damage !== undefined) {
    const message = `It looks like CloudTrail, but no record in it can be read (${damage.position}): ${damage.message}`;
    return { code: damage.code, message, expected: false };
  }
  if (!writer.isCutOff || read.kind === 'csv' || read.firstContainer !== 'Records') return null;
  return { code: 'truncated', message: 'A log file that ends before its first record.', expected: false };
}

/** Whether items that are no records stand where only records can: in a log file, or in a table of a known product. */
function hasUnusableItems(writer: LeafWriter, read: TextRead): boolean {
  if (writer.otherCount === 0) return false;
  if (read.kind === 'csv') return read.header.isKnown;
  return read.firstContainer === 'Records' && writer.otherObjects === 0;
}

function emptyKind(writer: LeafWriter, read: TextRead): LookAlikeCode {
  if (read.kind === 'csv') return 'no-records-list';
  if (writer.pendingDamage.length > 0) return 'not-cloudtrail';
  if (writer.otherCount === 0)
    return read.firstContainer === null || read.firstContainer === '[]' ? 'no-records' : 'no-records-list';
  return writer.otherCount === writer.otherEmpty ? 'no-records' : 'not-cloudtrail';
}

function mostFrequent(writer: LeafWriter): LookAlikeCode | null {
  let found: LookAlikeCode | null = null;
  let count = 0;
  for (const [code, positions] of writer.lookAlikes) {
    if (positions.length <= count) continue;
    found = code;
    count = positions.length;
  }
  return found;
}

function formatOf(writer: LeafWriter, read: TextRead): LeafFormat {
  if (read.kind === 'csv') return writer.format ?? read.header.plan.format;
  const format = writer.format ?? (read.firstContainer === 'Records' ? 's3-log' : 'unknown');
  if (format !== 'json-lines') return format;
  if (read.kind === 'prefixed') return 'cloudwatch-export';
  return read.topLevelValues === 1 ? 'single-record' : format;
}
