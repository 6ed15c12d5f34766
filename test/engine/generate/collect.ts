import { createHash } from 'node:crypto';
import { generate } from '../../../src/engine/generate/generate.ts';
import type { Manifest } from '../../../src/engine/generate/manifest.ts';
import type { GenerateOptions } from '../../../src/engine/generate/options.ts';

export interface Credentials {
  accessKeyId: string;
}

/** The parts of a record that the tests look at. */
export interface GeneratedRecord {
  eventID: string;
  eventTime: string;
  eventName: string;
  eventSource?: string;
  eventCategory: string;
  awsRegion: string;
  recipientAccountId: string;
  errorCode?: string;
  sharedEventID?: string;
  sourceIPAddress?: string;
  userIdentity?: {
    type?: string;
    principalId?: string;
    arn?: string;
    accessKeyId?: string;
    invokedBy?: string;
    sessionContext?: { attributes?: { creationDate?: string } };
  };
  requestParameters?: Record<string, unknown> | null;
  responseElements?: ({ credentials?: Credentials; accessKey?: Credentials } & Record<string, unknown>) | null;
  insightDetails?: {
    state: string;
    eventName: string;
    errorCode?: string;
    insightContext: { statistics: { insight: { average: number }; insightDuration: number } };
  };
}

export interface CollectedFile {
  path: string;
  text: string;
  records: GeneratedRecord[];
}

export interface Collected {
  manifest: Manifest;
  files: CollectedFile[];
  records: GeneratedRecord[];
  /** Distinct events by eventID. */
  events: Map<string, GeneratedRecord>;
  /** SHA-256 over paths and bytes of all files in order. */
  hash: string;
}

/** Generates into memory. */
export async function collect(options: Partial<GenerateOptions>): Promise<Collected> {
  const files: CollectedFile[] = [];
  const hash = createHash('sha256');
  const manifest = await generate(options, {
    file({ path, bytes, records }) {
      hash.update(path).update(bytes);
      const text = Buffer.from(bytes).toString('utf8');
      const parsed = (JSON.parse(text) as { Records: GeneratedRecord[] }).Records;
      if (parsed.length !== records) throw new Error(`${path} says ${records} records and has ${parsed.length}`);
      files.push({ path, text, records: parsed });
    },
  });
  const records = files.flatMap((file) => file.records);
  return {
    manifest,
    files,
    records,
    events: new Map(records.map((record) => [record.eventID, record])),
    hash: hash.digest('hex'),
  };
}
