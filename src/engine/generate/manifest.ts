/**
 * The truth about a generated case: what was planted and how much of everything there is. Written as `manifest.json`
 * beside the log files. All times are ISO 8601 UTC.
 */
export interface Manifest {
  generator: 'spoor';
  formatVersion: 1;
  seed: string;
  options: ManifestOptions;
  /** Time of the first and the last event. */
  firstEventTime: string | null;
  lastEventTime: string | null;
  totals: {
    /** Distinct events, Insights included. */
    events: number;
    /** Records in files: `events` plus `duplicates`. */
    records: number;
    /** Records that lie in a second trail's file as well. */
    duplicates: number;
    files: number;
    insightEvents: number;
    /** Bytes of all files before compression. */
    bytes: number;
  };
  /** Distinct events by account number, region and day (`2026-03-14`, by event time). */
  byAccount: Record<string, number>;
  byRegion: Record<string, number>;
  byDay: Record<string, number>;
  accounts: { id: string; name: string; kind: string }[];
  stories: StoryTruth[];
}

export interface ManifestOptions {
  events: number;
  days: number;
  accounts: number;
  stories: string[];
  overlap: number;
}

/** How surely the lineage of a session can be shown from the records alone. */
export type Grade = 'exact' | 'strong' | 'weak';

export interface StoryTruth {
  name: string;
  title: string;
  startTime: string;
  endTime: string;
  /** Who really was behind it, in the words of the records: a user name, an e-mail, `repo:org/name`. */
  originIdentity: string;
  /** Addresses of the attacker. */
  attackerIps: string[];
  /** Display names of the identities that acted for the attacker. */
  principals: string[];
  sessions: SessionTruth[];
  changes: ChangeTruth[];
  credentials: CredentialTruth[];
  detections: DetectionTruth[];
  /** Every event of the story in the order of time. */
  eventIds: string[];
}

export interface SessionTruth {
  /** Name inside the story, for links. */
  label: string;
  account: string;
  /** Display name, such as `OrgAdmin/deploy-7f3a`. */
  principal: string;
  principalId: string;
  /** sessionContext creationDate; null for long-term keys. */
  creationDate: string | null;
  /** Access keys that show in its records; a console session has many. */
  keys: string[];
  kind: 'key' | 'role' | 'console' | 'federated' | 'identity-center' | 'instance' | 'web-identity';
  parent: SessionParent | null;
  eventIds: string[];
}

/** Where the credential of a session comes from. */
export interface SessionParent {
  /** Label of the session that issued it; null where none of the story's sessions did (a service, a sign-in provider). */
  session: string | null;
  /** The event that issued it, or the event that made it possible where no record issues it. */
  eventId: string;
  grade: Grade;
  reason: string;
}

export type ChangeAction = 'created' | 'modified' | 'deleted' | 'shared' | 'read';

export interface ChangeTruth {
  action: ChangeAction;
  /** Plain name of what was changed. */
  resource: string;
  session: string;
  eventId: string;
  /** What is true at the end of the story: `in-place`, or the event that undid it. */
  finalState: 'in-place' | 'undone' | 'irreversible';
  undoneByEventId: string | null;
}

export interface CredentialTruth {
  /** Access key id, or `login profile NAME`, `MFA device NAME`. */
  id: string;
  principal: string;
  bornEventId: string | null;
  bornTime: string | null;
  disabledEventId: string | null;
  disabledTime: string | null;
}

export interface DetectionTruth {
  title: string;
  /** ATT&CK technique ids. */
  techniques: string[];
  eventIds: string[];
}
