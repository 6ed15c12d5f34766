import * as z from 'zod';
import type { Activity } from './app.ts';
import type { Problem } from './jobs.ts';

export const caseSettingsSchema = z.strictObject({
  title: z.string().max(300),
  /** The customer's or court's reference. */
  reference: z.string().max(300),
  timeZone: z.enum(['utc', 'local']),
  /** Names for account numbers. */
  accountNames: z.record(z.string().regex(/^\d{12}$/), z.string().max(200)),
});
export type CaseSettings = z.infer<typeof caseSettingsSchema>;

export interface CaseSummary {
  /** File name without `.spoor`. */
  name: string;
  /** The whole path of the file. */
  displayPath: string;
  settings: CaseSettings;
  readOnly: boolean;
  /** Why, in words, for example who holds the lock. */
  readOnlyReason: string | null;
  /** Rises with every commit that changes what a search can find. */
  generation: number;
  events: number;
  records: number;
  duplicates: number;
  rejected: number;
  sources: number;
  sizeBytes: number;
  firstEpochSeconds: number | null;
  lastEpochSeconds: number | null;
  accounts: { account: string; name: string | null; events: number }[];
  regions: number;
  activity: Activity | null;
  createdEpochSeconds: number;
  savedEpochSeconds: number;
  isSample: boolean;
}

export type SourceKind = 'file' | 'folder' | 'archive' | 'member' | 'event-history' | 'bucket' | 'sample';
export type SourceState = 'queued' | 'reading' | 'done' | 'partial' | 'skipped' | 'failed';

/** Files reconcile: listed = read + skipped + failed + pending. Records: seen = added + duplicates + rejected. */
export interface SourceCounts {
  files: { listed: number; read: number; skipped: number; failed: number; pending: number };
  records: { seen: number; added: number; duplicates: number; rejected: number };
}

export interface SourceRow {
  id: number;
  /** The source this was found in (folder, archive), or null for what the user added. */
  parentId: number | null;
  kind: SourceKind;
  /** For people: file name, S3 prefix, profile. */
  displayName: string;
  /** As found, for example `outer.zip!inner/path.json.gz`. */
  locator: string;
  format: string | null;
  state: SourceState;
  /** Why it was skipped or failed, or what is missing of a partial one. */
  reason: { code: string; message: string } | null;
  sizeBytes: number | null;
  sha256: string | null;
  contentSha256: string | null;
  counts: SourceCounts;
  problems: number;
  firstEpochSeconds: number | null;
  lastEpochSeconds: number | null;
  addedEpochSeconds: number;
  hasChildren: boolean;
}

export interface SourcePage {
  rows: SourceRow[];
  /** Rows of the whole list. */
  total: number;
  /** Of the whole case. */
  counts: SourceCounts;
}

export interface ProblemRow extends Problem {
  id: number;
  sourceId: number;
  /** True when `sources.problemBytes` can show the place. */
  hasBytes: boolean;
}

export interface ProblemPage {
  rows: ProblemRow[];
  total: number;
  byCode: { code: string; count: number }[];
}

/** The bytes around a problem, of the uncompressed content of its source. */
export interface ProblemBytes {
  /** Where `base64` begins in the content. */
  startByte: number;
  base64: string;
  /** The offending stretch, relative to `startByte`. */
  markStart: number;
  markLengthBytes: number;
  contentLengthBytes: number;
}

/** What removing sources takes away; events that other sources also hold stay. */
export interface RemovalPreview {
  sources: number;
  eventsLost: number;
  eventsKept: number;
  marksLost: number;
}

/** What the chosen paths hold, judged by content from a sample of bytes of each file. */
export interface ImportPreview {
  files: number;
  sizeBytes: number;
  formats: { format: string; label: string; files: number; sizeBytes: number; wouldRead: boolean }[];
  /** Some of the files that would be skipped, with why. */
  skipped: { name: string; code: string; message: string }[];
  /** Already in the case by SHA-256. */
  alreadyLoaded: number;
  /** False when listing stopped at the limit; figures are then lower bounds. */
  complete: boolean;
}

export interface AuditRow {
  sequence: number;
  timeEpochSeconds: number;
  actor: string;
  action: string;
  detail: Record<string, unknown>;
  hash: string;
}
