import { expect, test } from 'vitest';
import { dictionaryFields } from '../../../src/shared/cloudtrail/event.ts';
import { facetFields, fieldOf, fieldRegistry } from '../../../src/shared/cloudtrail/field-registry.ts';
import { callMeaning, eventMeaning, meanings } from '../../../src/shared/cloudtrail/glyph.ts';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { aggregated, call, identities, insight, network } from './records.ts';
import type { TestRecord } from './records.ts';

test.each<[string, TestRecord, string, string]>([
  ['root, even denied', call('X', { userIdentity: identities.root, errorCode: 'AccessDenied' }), 'root', 'write'],
  ['new credential', call('CreateAccessKey'), 'root', 'write'],
  ['refused credential', call('CreateAccessKey', { errorCode: 'AccessDenied' }), 'denied', 'write'],
  ['denied read', call('ListUsers', { readOnly: true, errorCode: 'AccessDenied' }), 'denied', 'read'],
  ['denied data', call('GetObject', { eventCategory: 'Data', errorCode: 'AccessDenied' }), 'denied', 'data'],
  ['insight', insight(), 'insight', 'insight'],
  ['data', call('GetObject', { eventCategory: 'Data', readOnly: true }), 'data', 'data'],
  ['aggregated', aggregated, 'data', 'data'],
  ['network', { ...network, errorCode: null, errorMessage: null }, 'network', 'network'],
  ['write', call('CreateUser'), 'write', 'write'],
  ['read', call('ListUsers', { readOnly: true }), 'read', 'read'],
  ['no word on reading', call('ListUsers', { readOnly: null }), 'write', 'write'],
])('%s', (_name, record, meaning, kind) => {
  const fields = normalise(record);
  expect(eventMeaning(fields)).toBe(meaning);
  expect(callMeaning(fields)).toBe(kind);
});

test('no two meanings share a glyph or a word', () => {
  const all = Object.values(meanings);
  expect(new Set(all.map((meaning) => meaning.glyph)).size).toBe(all.length);
  expect(new Set(all.map((meaning) => meaning.label)).size).toBe(all.length);
});

test('every field of the query language is registered once', () => {
  const ids = fieldRegistry.map((field) => field.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual([...dictionaryFields, 'resource', 'source', 'tag', 'finding', 'id', 'time'].sort());
  expect(fieldOf('ip')?.path).toBe('sourceIPAddress');
  expect(fieldOf('requestParameters.bucketName')).toBeUndefined();
});

test('facets are shown in the order of the design', () => {
  expect(facetFields.filter((field) => field.isShown).map((field) => field.label)).toEqual([
    'Outcome',
    'Event name',
    'Service',
    'Principal',
    'Error code',
    'Source IP',
    'Category',
    'Region',
    'Account',
    'User agent',
    'Read or write',
    'Session',
    'Resource',
  ]);
});
