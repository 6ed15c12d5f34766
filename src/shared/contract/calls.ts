import * as z from 'zod';
import * as app from './app.ts';
import { engineCall, hostCall, type CallResult, type OutputOf } from './call.ts';
import {
  caseSettingsSchema,
  type AuditRow,
  type CaseSettings,
  type CaseSummary,
  type ImportPreview,
  type ProblemBytes,
  type ProblemPage,
  type RemovalPreview,
  type SourcePage,
} from './case.ts';
import type { JobRow } from './jobs.ts';
import { markTargetSchema, tagName, type MarkChange, type SavedSearch, type TagCount } from './marks.ts';
import * as search from './search.ts';

const nothing = z.strictObject({});
const offset = z.number().int().min(0).default(0);
const limit = (most: number) => z.number().int().min(1).max(most);
const eventId = z.string().min(1).max(200);
const scope = search.scopeSchema;
/** Answer for this generation while the engine still holds it; the reply says which it used. */
const generation = z.number().int().nonnegative().nullable().default(null);
const order = z.enum(['asc', 'desc']);
const lines = {
  scope,
  generation,
  order,
  /** Repeats within 10 s by the same principal, call and outcome share a line. */
  groupRepeats: z.boolean().default(false),
  /** Groups that are open, by the eventID of their first line. */
  openGroups: z.array(eventId).max(1_000).default([]),
};

/**
 * Every call there is. Types, the handler tables of host and engine, and the client derive from this literal; a call
 * without a handler does not compile.
 */
export const calls = {
  'app.info': hostCall<app.AppInfo>()(nothing),
  'app.settings.get': hostCall<app.AppSettings>()(nothing),
  /** Changes the given settings and returns all. */
  'app.settings.set': hostCall<app.AppSettings>()(app.appSettingsSchema.partial()),
  'app.recent.list': hostCall<app.RecentCase[]>()(nothing),
  /** Takes the case off the list; the file stays. */
  'app.recent.forget': hostCall<null>()(z.strictObject({ id: z.string().max(100) })),
  /** Native dialog. An empty list means that the user cancelled. `unsupported` in the browser host. */
  'app.dialog.open': hostCall<app.Grant[]>()(z.strictObject({ what: z.enum(['case', 'logs', 'folder']) })),
  'app.dialog.save': hostCall<app.Grant | null>()(
    z.strictObject({ what: z.enum(['case', 'export', 'manifest']), suggestedName: z.string().min(1).max(200) }),
  ),
  /** Shows the file of the open case, or a granted path, in the file manager. */
  'app.reveal': hostCall<null>()(z.strictObject({ grant: app.grantToken.nullable() })),
  'app.window.new': hostCall<null>()(nothing),
  /** What the window's title and the menu show. */
  'app.window.state': hostCall<null>()(
    z.strictObject({ title: z.string().max(300), disabledCommands: z.array(z.string().max(100)).max(500) }),
  ),
  /** File browser of the browser host, rooted at the user's home; null is that root. */
  'files.list': hostCall<app.FolderListing>()(
    z.strictObject({ entry: z.string().max(100).nullable(), showHidden: z.boolean().default(false) }),
  ),
  /** Grants chosen entries for reading. */
  'files.grant': hostCall<app.Grant[]>()(z.strictObject({ entries: z.array(z.string().max(100)).min(1).max(1_000) })),
  /** Grants a file name in a folder for writing. `replace` must be true where the file exists. */
  'files.grantSave': hostCall<app.Grant>()(
    z.strictObject({ folder: z.string().max(100), name: z.string().min(1).max(200), replace: z.boolean() }),
  ),
  /** Begins a drop in the browser host. Files then go to `PUT /upload/<uploadId>?path=<relative path>`, one each. */
  'upload.begin': hostCall<{ uploadId: string }>()(
    z.strictObject({ files: z.number().int().min(1).max(1_000_000), sizeBytes: z.number().int().nonnegative() }),
  ),
  /** Ends a drop and grants what arrived, for `import.*`. Refused while fewer files than announced arrived. */
  'upload.end': hostCall<app.Grant[]>()(z.strictObject({ uploadId: z.string().max(100) })),
  'upload.abort': hostCall<null>()(z.strictObject({ uploadId: z.string().max(100) })),

  /** The case this window has open, or null. */
  'case.current': engineCall<CaseSummary | null>()(nothing),
  /** Creates and opens; `location` is a grant of kind `save`, or null for the usual folder. */
  'case.create': engineCall<CaseSummary>()(
    z.strictObject({
      name: z.string().trim().min(1).max(120),
      reference: z.string().max(300).default(''),
      location: app.grantToken.nullable(),
    }),
  ),
  'case.open': engineCall<CaseSummary>()(
    z.strictObject({ grant: app.grantToken, readOnly: z.boolean().default(false) }),
  ),
  'case.close': engineCall<null>()(nothing),
  /** Opens the sample case, generating it first where it is not there. */
  'case.sample': engineCall<CaseSummary>()(nothing),
  'case.summary': engineCall<CaseSummary>()(nothing),
  'case.settings.set': engineCall<CaseSettings>()(caseSettingsSchema.partial()),

  'import.preview': engineCall<ImportPreview>()(z.strictObject({ grants: z.array(app.grantToken).min(1).max(1_000) })),
  'import.start': engineCall<{ jobId: string }>()(
    z.strictObject({ grants: z.array(app.grantToken).min(1).max(1_000) }),
  ),

  'jobs.list': engineCall<JobRow[]>()(nothing),
  'jobs.pause': engineCall<null>()(z.strictObject({ jobId: z.string().max(100) })),
  'jobs.resume': engineCall<null>()(z.strictObject({ jobId: z.string().max(100) })),
  /** Keeps what was already loaded. */
  'jobs.cancel': engineCall<null>()(z.strictObject({ jobId: z.string().max(100) })),

  /** `parentId` null lists what the user added; sources inside a folder or archive hang below theirs. */
  'sources.page': engineCall<SourcePage>()(
    z.strictObject({
      parentId: z.number().int().nullable().default(null),
      state: z.enum(['queued', 'reading', 'done', 'partial', 'skipped', 'failed']).nullable().default(null),
      offset,
      limit: limit(500),
    }),
  ),
  'sources.problems': engineCall<ProblemPage>()(
    z.strictObject({
      sourceId: z.number().int().nullable().default(null),
      code: z.string().max(100).nullable().default(null),
      offset,
      limit: limit(500),
    }),
  ),
  'sources.problemBytes': engineCall<ProblemBytes>()(
    z.strictObject({ problemId: z.number().int(), contextBytes: z.number().int().min(0).max(65_536).default(512) }),
  ),
  'sources.removePreview': engineCall<RemovalPreview>()(
    z.strictObject({ sourceIds: z.array(z.number().int()).min(1).max(1_000) }),
  ),
  'sources.remove': engineCall<{ jobId: string }>()(
    z.strictObject({ sourceIds: z.array(z.number().int()).min(1).max(1_000) }),
  ),
  /** Writes the evidence manifest (every source with its hashes and counts) to a grant of kind `save`. */
  'sources.exportManifest': engineCall<{ sources: number; sha256: string }>()(
    z.strictObject({ grant: app.grantToken }),
  ),

  /** Counts, facets and histogram. A facet ignores its own filter. */
  'search.run': engineCall<search.SearchReply>()(
    z.strictObject({
      scope,
      generation,
      facets: z.array(z.enum(search.facetNames)).max(search.facetNames.length),
      facetLimit: limit(500),
      histogram: z.boolean(),
    }),
  ),
  'search.rows': engineCall<search.RowsReply>()(
    z.strictObject({ ...lines, from: z.number().int().min(0), count: limit(500) }),
  ),
  /** Line of an event in the table, or null where the scope does not match it. */
  'search.lineOf': engineCall<{ line: number | null }>()(z.strictObject({ ...lines, eventId })),
  /** The nearest bookmarked or flagged line before or after a line. */
  'search.nextMarked': engineCall<{ line: number; id: string } | null>()(
    z.strictObject({ ...lines, fromLine: z.number().int().min(-1), direction: z.enum(['next', 'previous']) }),
  ),
  /** More of one facet: search in it, show more of it. */
  'search.facet': engineCall<search.FacetResult>()(
    z.strictObject({
      scope,
      field: z.enum(search.facetNames),
      contains: z.string().max(1_000),
      offset,
      limit: limit(500),
    }),
  ),
  /** Values of a field or record path that begin with or contain the text, with counts in the scope. */
  'search.complete': engineCall<search.CompletionReply>()(
    z.strictObject({ scope, field: z.string().min(1).max(1_000), text: z.string().max(1_000), limit: limit(100) }),
  ),
  /** How often each of the given values of a field occurs in the scope (0: not found), in the order given. */
  'search.valueCounts': engineCall<{ counts: number[] }>()(
    z.strictObject({
      scope,
      field: z.string().min(1).max(1_000),
      values: z.array(z.string().max(4_000)).min(1).max(1_000),
    }),
  ),
  'search.compare': engineCall<search.Comparison>()(z.strictObject({ scope })),
  'search.extent': engineCall<search.Extent>()(z.strictObject({ scope })),
  'timeline.context': engineCall<search.TimelineContext>()(nothing),

  'event.detail': engineCall<search.EventDetail>()(z.strictObject({ eventId })),
  /** A stretch of a long record's text, in UTF-16 units. */
  'event.recordText': engineCall<{ text: string }>()(z.strictObject({ eventId, offset, length: limit(250_000) })),
  'event.copies': engineCall<{ copies: search.EventCopy[]; total: number }>()(
    z.strictObject({ eventId, offset, limit: limit(500) }),
  ),

  'marks.bookmark': engineCall<MarkChange>()(z.strictObject({ target: markTargetSchema, on: z.boolean() })),
  'marks.tag': engineCall<MarkChange>()(z.strictObject({ target: markTargetSchema, tag: tagName, on: z.boolean() })),
  /** An empty text removes the note. */
  'marks.note': engineCall<MarkChange>()(z.strictObject({ eventId, text: z.string().max(20_000) })),
  /** Undoes the change of this token; the answer's own token redoes it. */
  'marks.undo': engineCall<MarkChange>()(z.strictObject({ undoToken: z.string().max(100) })),
  'marks.tags': engineCall<TagCount[]>()(nothing),
  /** Everything marked, newest mark first. */
  'marks.list': engineCall<{ rows: search.EventRow[]; total: number }>()(z.strictObject({ offset, limit: limit(500) })),

  'saved.list': engineCall<SavedSearch[]>()(nothing),
  /** `id` null saves a new one. */
  'saved.save': engineCall<SavedSearch>()(
    z.strictObject({
      id: z.string().max(100).nullable(),
      name: z.string().trim().min(1).max(120),
      query: z.string().max(65_536),
      fromEpochSeconds: z.number().nullable(),
      toEpochSeconds: z.number().nullable(),
    }),
  ),
  'saved.delete': engineCall<null>()(z.strictObject({ id: z.string().max(100) })),

  /** Where this case was left: the renderer's own versioned text. */
  'view.get': engineCall<{ state: string | null }>()(nothing),
  'view.set': engineCall<null>()(z.strictObject({ state: z.string().max(200_000), leftOff: app.leftOffSchema })),

  'export.start': engineCall<{ jobId: string }>()(
    z.strictObject({ scope, format: z.enum(['jsonl', 'csv', 'timesketch', 'ocsf']), order, grant: app.grantToken }),
  ),
  'audit.page': engineCall<{ rows: AuditRow[]; total: number }>()(z.strictObject({ offset, limit: limit(500) })),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller may pass: fields with a default may be left out. */
export type CallInput<Name extends CallName> = z.input<Calls[Name]['input']>;
/** What a handler gets. */
export type ParsedInput<Name extends CallName> = z.output<Calls[Name]['input']>;
export type CallOutput<Name extends CallName> = OutputOf<Calls[Name]>;
export type ResultOf<Name extends CallName> = CallResult<CallOutput<Name>>;

export type EngineCallName = { [Name in CallName]: Calls[Name]['side'] extends 'engine' ? Name : never }[CallName];
export type HostCallName = Exclude<CallName, EngineCallName>;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

export function isEngineCallName(name: CallName): name is EngineCallName {
  return calls[name].side === 'engine';
}
