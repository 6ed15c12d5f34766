import { beforeAll, describe, expect, it } from 'vitest';
import { storyNames } from '../../../src/engine/generate/options.ts';
import type { StoryTruth } from '../../../src/engine/generate/manifest.ts';
import { collect, type Collected } from './collect.ts';

let made: Collected;
beforeAll(async () => {
  made = await collect({ events: 0 });
});

const story = (name: string): StoryTruth => {
  const found = made.manifest.stories.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no story ${name}`);
  return found;
};
const event = (id: string): NonNullable<ReturnType<Collected['events']['get']>> => {
  const found = made.events.get(id);
  if (found === undefined) throw new Error(`no event ${id}`);
  return found;
};

describe.each(storyNames)('the story %s', (name) => {
  it('tells its events in the order of time, each once and all in the files', () => {
    const { eventIds, startTime, endTime } = story(name);
    expect(eventIds.length).toBeGreaterThan(30);
    expect(new Set(eventIds).size).toBe(eventIds.length);
    const times = eventIds.map((id) => event(id).eventTime);
    expect(times).toEqual(times.toSorted());
    expect([times[0], times.at(-1)]).toEqual([startTime, endTime]);
  });

  it('has sessions whose records show their principal, key and time of creation', () => {
    const { sessions, eventIds } = story(name);
    const all = new Set(eventIds);
    for (const session of sessions) {
      const records = session.eventIds.map(event);
      const identities = records
        .map((record) => record.userIdentity)
        .filter((identity) => identity?.type !== 'IdentityCenterUser');
      const withKey = identities.filter((identity) => identity?.accessKeyId !== undefined);
      expect(records.length).toBeGreaterThan(0);
      expect(session.eventIds.filter((id) => !all.has(id))).toEqual([]);
      expect(records.filter((record) => record.recipientAccountId !== session.account)).toEqual([]);
      expect(identities.filter((identity) => identity?.principalId !== session.principalId)).toEqual([]);
      expect([...new Set(withKey.map((identity) => identity?.accessKeyId))].toSorted()).toEqual(
        session.keys.toSorted(),
      );
      const created = new Set(withKey.map((identity) => identity?.sessionContext?.attributes?.creationDate ?? null));
      expect([...created]).toEqual(session.keys.length === 0 ? [] : [session.creationDate]);
    }
  });

  it('links each session to the event it comes from', () => {
    const { sessions } = story(name);
    const labels: (string | null)[] = sessions.map((session) => session.label);
    expect(new Set(labels).size).toBe(labels.length);
    const links = sessions.flatMap(({ parent, keys, eventIds }) =>
      parent === null ? [] : [{ parent, keys, first: event(eventIds[0] ?? '') }],
    );
    for (const { parent, first } of links) {
      const issuing = event(parent.eventId);
      expect(issuing.errorCode).toBeUndefined();
      expect(issuing.eventTime <= first.eventTime).toBe(true);
      expect([null, ...labels]).toContain(parent.session);
    }
    for (const { parent, keys } of links.filter((link) => link.parent.grade === 'exact')) {
      const answer = event(parent.eventId).responseElements;
      expect(keys).toContain(answer?.credentials?.accessKeyId ?? answer?.accessKey?.accessKeyId);
    }
  });

  it('cites its own events only, and what it changed did not fail', () => {
    const { eventIds, changes, detections, sessions } = story(name);
    const all = new Set(eventIds);
    const labels = sessions.map((session) => session.label);
    expect(changes.length).toBeGreaterThan(0);
    for (const change of changes) {
      expect(all).toContain(change.eventId);
      expect(labels).toContain(change.session);
      expect(change.resource).not.toBe('');
      expect(event(change.eventId).errorCode).toBeUndefined();
      expect(change.finalState === 'undone').toBe(change.undoneByEventId !== null);
    }
    for (const change of changes.filter(({ finalState }) => finalState === 'undone')) {
      expect(event(change.undoneByEventId ?? '').eventTime > event(change.eventId).eventTime).toBe(true);
    }
    expect(detections.length).toBeGreaterThan(2);
    for (const { techniques, eventIds: cited } of detections) {
      expect(cited.length).toBeGreaterThan(0);
      expect(cited.filter((id) => !all.has(id))).toEqual([]);
      expect(techniques.filter((technique) => !/^T\d{4}(\.\d{3})?$/.test(technique))).toEqual([]);
    }
  });

  it('dates its credentials by the events that made and disabled them', () => {
    const { credentials } = story(name);
    expect(credentials.length).toBeGreaterThan(0);
    const time = (id: string | null): string | null => (id === null ? null : event(id).eventTime);
    for (const credential of credentials) {
      expect([credential.bornTime, credential.disabledTime]).toEqual([
        time(credential.bornEventId),
        time(credential.disabledEventId),
      ]);
    }
    const born = credentials.filter(({ id, bornEventId }) => bornEventId !== null && /^A[SK]IA/.test(id));
    for (const { id, bornEventId } of born)
      expect(JSON.stringify(event(bornEventId ?? '').responseElements)).toContain(id);
  });
});

describe('the key leak', () => {
  const session = (label: string): StoryTruth['sessions'][number] => {
    const found = story('key-leak').sessions.find((candidate) => candidate.label === label);
    if (found === undefined) throw new Error(`no session ${label}`);
    return found;
  };
  const records = (label: string): Collected['records'] => session(label).eventIds.map(event);
  const failed = (label: string): number => records(label).filter((record) => record.errorCode !== undefined).length;

  it('has the numbers of the case ACME-2026-014', () => {
    expect(['A', 'B', 'C', 'D'].map((label) => [records(label).length, failed(label)])).toEqual([
      [1306, 1121],
      [2348, 9],
      [687, 14],
      [96, 0],
    ]);
    expect(
      records('A')
        .map((record) => record.eventTime)
        .toSorted()
        .at(-1),
    ).toBe('2026-03-14T02:41:09Z');
    expect(new Set(records('A').map((record) => record.awsRegion)).size).toBe(17);
    const names = records('B').map((record) => record.eventName);
    expect(
      ['GetObject', 'ListObjects', 'DescribeInstances', 'GetRole', 'ListAttachedRolePolicies'].map(
        (name) => names.filter((other) => other === name).length,
      ),
    ).toEqual([1912, 118, 68, 51, 47]);
    expect(story('key-leak').changes.filter((change) => 'BCD'.includes(change.session))).toHaveLength(40);
  });

  it('records the cross-account AssumeRole in both accounts', () => {
    const [own, ...others] = made.records.filter(
      (record) => record.responseElements?.credentials?.accessKeyId === 'ASIAIOSFODNN7EXAMPLE',
    );
    expect(others).toHaveLength(1);
    const accounts = [own, ...others]
      .map((record) => [record?.recipientAccountId, record?.userIdentity?.type])
      .toSorted();
    expect(accounts).toEqual([
      ['111122223333', 'IAMUser'],
      ['444455556666', 'AWSAccount'],
    ]);
    expect(others[0]?.sharedEventID).toBe(own?.sharedEventID);
    expect(others[0]?.eventID).not.toBe(own?.eventID);
  });

  it('leaves the own trail of acme-prod silent while it was stopped, and the stolen keys unused by others', async () => {
    const busy = await collect({ events: 14_000, seed: 'silence', stories: ['key-leak', 'federation-token'] });
    const data = busy.records.filter(
      (record) => record.recipientAccountId === '444455556666' && record.eventCategory === 'Data',
    );
    const inside = data.filter(
      (record) => record.eventTime > '2026-03-14T03:06:41Z' && record.eventTime < '2026-03-15T09:20:07Z',
    );
    expect(inside).toEqual([]);
    expect(data.filter((record) => record.eventTime > '2026-03-15T09:30:00Z').length).toBeGreaterThan(10);
    const planted = new Set(busy.manifest.stories.flatMap((truth) => truth.eventIds));
    const ordinary = (key: string): string[] =>
      busy.records
        .filter((record) => record.userIdentity?.accessKeyId === key && !planted.has(record.eventID))
        .map((record) => record.eventTime);
    for (const key of ['AKIAIOSFODNN7EXAMPLE', busy.manifest.stories[1]?.sessions[0]?.keys[0] ?? '']) {
      const disabled =
        busy.manifest.stories.flatMap((truth) => truth.credentials).find((credential) => credential.id === key)
          ?.disabledTime ?? '';
      expect(ordinary(key).length).toBeGreaterThan(0);
      expect(ordinary(key).filter((time) => time >= disabled)).toEqual([]);
    }
  });
});

it('moves stories into a case that is too short for their days', async () => {
  const short = await collect({ events: 0, days: 4 });
  for (const { startTime, endTime } of short.manifest.stories) {
    expect(startTime >= '2026-03-13T00:00:00Z').toBe(true);
    expect(endTime < '2026-03-17T00:00:00Z').toBe(true);
  }
});
