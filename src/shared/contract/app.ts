import * as z from 'zod';

/** Paths never come from the renderer: it names them by a token that a dialog, a drop or the host itself granted. */
export const grantToken = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** A path the user chose, as the renderer sees it. */
export interface Grant {
  token: string;
  kind: 'file' | 'folder' | 'save';
  /** For people only, for example `~/cases/ACME-2026-014.spoor`. */
  displayName: string;
  sizeBytes: number | null;
}

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'comfortable'] as const;
export const timeZones = ['utc', 'local'] as const;

/** Preferences of this user on this computer. Unknown or broken values fall back to the defaults, one by one. */
export const appSettingsSchema = z.strictObject({
  theme: z.enum(themes),
  density: z.enum(densities),
  timeZone: z.enum(timeZones),
  /** Pane sizes, folded facets, shown columns…: the renderer's own, by key. */
  layout: z.record(z.string().max(100), z.string().max(4_000)),
});
export type AppSettings = z.infer<typeof appSettingsSchema>;

export const defaultAppSettings: AppSettings = { theme: 'system', density: 'compact', timeZone: 'utc', layout: {} };

/** What the renderer knows before its first call. */
export interface Startup {
  host: 'electron' | 'browser';
  /** Identifies this window in the engine. */
  client: string;
  version: string;
  platform: 'mac' | 'windows' | 'linux';
  /** `layout` may be long: fetch it with `app.settings.get`. */
  settings: Omit<AppSettings, 'layout'>;
  /** False in the browser host: the renderer then shows its own file browser over `files.*`. */
  nativeDialogs: boolean;
  /** True in the browser host: dropped files travel by `upload.*`. */
  uploads: boolean;
}

export interface AppInfo {
  version: string;
  runtime: string;
  platform: string;
  /** Where new cases go, for display. */
  caseFolder: string;
  /** Free space there, or null where it cannot be told. */
  freeBytes: number | null;
}

/** Events over time, in at most 60 equal buckets; for sparklines. */
export interface Activity {
  startEpochSeconds: number;
  bucketSeconds: number;
  counts: number[];
}

/** What a case looked like when it was last open here, so that the library shows it without opening it. */
export interface RecentCase {
  id: string;
  /** Opens it with `case.open`; null while the file cannot be reached. */
  grant: string | null;
  name: string;
  title: string;
  reference: string;
  displayPath: string;
  /** `not-connected`: the volume or share is away; `missing`: the folder is there, the file is not. */
  state: 'available' | 'not-connected' | 'missing';
  events: number;
  sizeBytes: number;
  firstEpochSeconds: number | null;
  lastEpochSeconds: number | null;
  accounts: number;
  activity: Activity | null;
  lastOpenedEpochSeconds: number;
  readOnly: boolean;
  leftOff: LeftOff | null;
}

export const leftOffSchema = z.strictObject({
  screen: z.string().max(40),
  query: z.string().max(65_536),
  matches: z.number().int().nonnegative().nullable(),
  fromEpochSeconds: z.number().nullable(),
  toEpochSeconds: z.number().nullable(),
});
/** The last view in words, for "Where you left off". */
export type LeftOff = z.infer<typeof leftOffSchema>;

/** One entry of the browser host's file browser. `entry` is opaque. */
export interface FileEntry {
  entry: string;
  name: string;
  kind: 'file' | 'folder';
  sizeBytes: number | null;
  modifiedEpochSeconds: number | null;
}

export interface FolderListing {
  /** The folder itself and the folders above it, outermost first. */
  trail: { entry: string; name: string }[];
  entries: FileEntry[];
  /** Entries beyond the limit that are not listed. */
  omitted: number;
}
