import { beforeAll, describe, expect, it } from 'vitest';
import { generateSample, sampleOptions } from '../../../src/engine/generate/sample.ts';
import { collect, type Collected } from './collect.ts';

const logName = /^(\d{12})_(CloudTrail(?:-Insight)?)_([a-z0-9-]+)_(\d{8}T\d{4}Z)_([A-Za-z0-9]{16})\.json$/;
const keyName =
  /^AWSLogs\/(?:(o-[a-z0-9]{10,32})\/)?(\d{12})\/(CloudTrail(?:-[A-Za-z]+)?)\/([a-z0-9-]+)\/(\d{4})\/(\d{2})\/(\d{2})\/([^/]+)$/;

const count = (values: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

describe('ordinary traffic and stories together', () => {
  let made: Collected;
  beforeAll(async () => {
    made = await collect({ events: 12_000, seed: 'test' });
  });

  it('has exactly the events that were asked for, each once', () => {
    expect(made.records).toHaveLength(12_000);
    expect(made.events.size).toBe(12_000);
    expect(made.manifest.totals).toMatchObject({
      events: 12_000,
      records: 12_000,
      duplicates: 0,
      files: made.files.length,
    });
  });

  it('counts in the manifest what is in the files', () => {
    const { manifest, records, files } = made;
    expect(manifest.byAccount).toEqual(count(records.map((record) => record.recipientAccountId)));
    expect(manifest.byRegion).toEqual(count(records.map((record) => record.awsRegion)));
    expect(manifest.byDay).toEqual(count(records.map((record) => record.eventTime.slice(0, 10))));
    const times = records.map((record) => record.eventTime).sort();
    expect([manifest.firstEventTime, manifest.lastEventTime]).toEqual([times[0], times.at(-1)]);
    expect(manifest.totals.insightEvents).toBe(records.filter((record) => record.eventCategory === 'Insight').length);
    expect(manifest.totals.bytes).toBe(files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0));
  });

  it('names files as CloudTrail does, once each, with the account, region and day of their records', () => {
    expect(new Set(made.files.map((file) => file.path)).size).toBe(made.files.length);
    const wrong: string[] = [];
    for (const { path, text, records } of made.files) {
      const [, organization, account, folder, region, year, month, day, name = ''] = keyName.exec(path) ?? [];
      const [, nameAccount, nameFolder, nameRegion, stamp = ''] = logName.exec(name) ?? [];
      const log = folder === 'CloudTrail';
      const clock = `${stamp.slice(9, 11)}:${stamp.slice(11, 13)}`;
      const delivered = Date.parse(`${year}-${month}-${day}T${clock}:00Z`);
      const rules: [string, boolean][] = [
        ['key', account !== undefined && nameAccount === account && nameFolder === folder && nameRegion === region],
        ['day', stamp.slice(0, 8) === `${year}${month}${day}`],
        ['one line', !text.includes('\n')],
        ['five minutes', !log || (delivered / 60_000) % 5 === 0],
      ];
      for (const record of records) {
        const lag = (delivered - Date.parse(record.eventTime)) / 1000;
        rules.push(
          ['place', record.recipientAccountId === account && record.awsRegion === region],
          ['lag', lag > 0 && lag <= (log ? 608 : 1800)],
          ['trail', (organization === undefined) === (record.eventCategory === 'Data')],
        );
      }
      for (const [rule, holds] of rules) if (!holds) wrong.push(`${path}: ${rule}`);
    }
    expect(wrong).toEqual([]);
  });

  it('leaves about a quarter of the longer files unsorted', () => {
    const long = made.files.filter(
      (file) => file.records.length > 3 && new Set(file.records.map((record) => record.eventTime)).size > 2,
    );
    const unsorted = long.filter((file) =>
      file.records.some((record, index) => index > 0 && record.eventTime < (file.records[index - 1]?.eventTime ?? '')),
    );
    expect(unsorted.length / long.length).toBeGreaterThan(0.15);
    expect(unsorted.length / long.length).toBeLessThan(0.4);
  });

  it('uses no temporary key before the event that issued it', () => {
    const issued = new Map<string, string>();
    for (const record of made.records) {
      const key = record.responseElements?.credentials?.accessKeyId;
      if (key !== undefined) issued.set(key, record.eventTime);
    }
    const used = made.records.filter((record) => issued.has(record.userIdentity?.accessKeyId ?? ''));
    expect(used.length).toBeGreaterThan(500);
    const wrong = used.filter((record) => {
      const time = issued.get(record.userIdentity?.accessKeyId ?? '') ?? '';
      return record.userIdentity?.sessionContext?.attributes?.creationDate !== time || record.eventTime < time;
    });
    expect(wrong).toEqual([]);
  });

  it('has the mix of a real organization', () => {
    const share = (test: (record: Collected['records'][number]) => boolean): number =>
      made.records.filter(test).length / made.records.length;
    expect(share((record) => record.userIdentity?.invokedBy !== undefined)).toBeGreaterThan(0.35);
    expect(share((record) => record.sharedEventID !== undefined)).toBeGreaterThan(0.2);
    const types = new Set(made.records.map((record) => record.userIdentity?.type));
    for (const type of [
      'AWSService',
      'AssumedRole',
      'IAMUser',
      'SAMLUser',
      'WebIdentityUser',
      'IdentityCenterUser',
      'AWSAccount',
      'FederatedUser',
      undefined,
    ])
      expect(types).toContain(type);
    const sizes = made.files
      .flatMap((file) => file.records.map((record) => JSON.stringify(record).length))
      .sort((one, other) => one - other);
    const median = sizes[sizes.length >> 1] ?? 0;
    expect(median).toBeGreaterThan(1100);
    expect(median).toBeLessThan(1700);
  });

  it('reports Insights whose numbers are those of the events in the case', () => {
    const insights = made.records.filter((record) => record.insightDetails !== undefined);
    const ends = insights.filter((record) => record.insightDetails?.state === 'End');
    expect(ends.length * 2).toBe(insights.length);
    for (const end of ends) {
      const start = insights.find(
        (record) => record.sharedEventID === end.sharedEventID && record.insightDetails?.state === 'Start',
      );
      const details = end.insightDetails;
      const inside = made.records.filter(
        (record) =>
          record.eventName === details?.eventName &&
          record.errorCode === details?.errorCode &&
          record.recipientAccountId === end.recipientAccountId &&
          record.awsRegion === end.awsRegion &&
          record.eventTime >= (start?.eventTime ?? '') &&
          record.eventTime < end.eventTime,
      );
      const { insight, insightDuration } = details?.insightContext.statistics ?? {
        insight: { average: 0 },
        insightDuration: 0,
      };
      expect(insight.average * insightDuration).toBeCloseTo(inside.length, 6);
      expect(inside.length).toBeGreaterThan(0);
    }
  });
});

describe('repeatability', () => {
  it('gives the same bytes for the same seed and options, and others for another seed', async () => {
    const [one, two, other] = [
      await collect({ events: 3000, seed: 'a', stories: ['ci-role'] }),
      await collect({ events: 3000, seed: 'a', stories: ['ci-role'] }),
      await collect({ events: 3000, seed: 'b', stories: ['ci-role'] }),
    ];
    expect(two.hash).toBe(one.hash);
    expect(two.manifest).toEqual(one.manifest);
    expect(other.hash).not.toBe(one.hash);
  });

  it('keeps a story the same whatever surrounds it', async () => {
    const [small, large] = [
      await collect({ events: 0, stories: ['federation-token'] }),
      await collect({ events: 2000, days: 20, stories: ['ci-role', 'federation-token'] }),
    ];
    const [told] = small.manifest.stories;
    expect(large.manifest.stories[1]).toEqual(told);
    for (const id of told?.eventIds ?? []) expect(large.events.get(id)).toEqual(small.events.get(id));
  });

  it('writes the sample case of the app', async () => {
    let records = 0;
    const manifest = await generateSample({ file: (file) => void (records += file.records) });
    expect(manifest.totals.events).toBe(sampleOptions.events);
    expect(records).toBe(sampleOptions.events);
    expect(manifest.stories).toHaveLength(6);
  });
});

describe('options', () => {
  it('delivers the asked share again in other files, byte for byte', async () => {
    const made = await collect({ events: 6000, seed: 'twice', stories: [], overlap: 0.2 });
    expect(made.events.size).toBe(6000);
    expect(made.manifest.totals).toMatchObject({
      events: 6000,
      records: made.records.length,
      duplicates: made.records.length - 6000,
    });
    expect(made.manifest.totals.duplicates).toBeGreaterThan(6000 * 0.17);
    expect(made.manifest.totals.duplicates).toBeLessThanOrEqual(6000 * 0.2);
    const seen = new Map<string, { path: string; text: string }>();
    const again: boolean[] = [];
    for (const file of made.files) {
      for (const record of file.records) {
        const text = JSON.stringify(record);
        const first = seen.get(record.eventID);
        if (first === undefined) seen.set(record.eventID, { path: file.path, text });
        else again.push(text === first.text && file.path !== first.path);
      }
    }
    expect(again).toHaveLength(made.manifest.totals.duplicates);
    expect(again).not.toContain(false);
  });

  it('makes as many accounts as asked', async () => {
    const { manifest } = await collect({ events: 4000, accounts: 9, stories: [] });
    expect(manifest.accounts).toHaveLength(9);
    expect(new Set(manifest.accounts.map((account) => account.id)).size).toBe(9);
    expect(Object.keys(manifest.byAccount)).toHaveLength(9);
  });

  it('can be empty', async () => {
    const { manifest, files } = await collect({ events: 0, stories: [] });
    expect(files).toEqual([]);
    expect(manifest).toMatchObject({ firstEventTime: null, totals: { events: 0, files: 0 } });
  });

  it.each([{ events: -1 }, { events: 1.5 }, { days: 3 }, { accounts: 4 }, { overlap: 1.1 }, { overlap: Number.NaN }])(
    'refuses %j',
    async (options) => {
      await expect(collect(options)).rejects.toMatchObject({ code: 'invalid-input' });
    },
  );

  it('stops when the sink fails', async () => {
    const { generate } = await import('../../../src/engine/generate/generate.ts');
    const full = new Error('no space');
    await expect(generate({ events: 500, stories: [] }, { file: () => Promise.reject(full) })).rejects.toBe(full);
  });
});
