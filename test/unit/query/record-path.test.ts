import { expect, test } from 'vitest';
import { valuesAtPath } from '../../../src/shared/query/record-path.ts';

const record = {
  eventName: 'RunInstances',
  readOnly: false,
  requestParameters: {
    'x-amz-acl': ['private'],
    'resource.resourceType': 'bucket',
    resource: { resourceType: 'object' },
    'a.b': { 'c.d': 1 },
    tags: [{ key: 'a' }, { key: 'b' }, 'c', null],
    matrix: [[1, 2], [3]],
    empty: [],
    nothing: null,
    byNumber: { 0: 'zero' },
  },
  resources: [{ ARN: 'arn:1' }, { ARN: 'arn:2', type: 'T' }],
};

test.each<[path: string, values: unknown[]]>([
  ['eventName', ['RunInstances']],
  ['eventname', []],
  ['readOnly', [false]],
  ['resources.ARN', ['arn:1', 'arn:2']],
  ['resources.1.ARN', ['arn:2']],
  ['resources.2.ARN', []],
  ['resources.type', ['T']],
  ['requestParameters.x-amz-acl', ['private']],
  ['requestParameters.x-amz-acl.0', ['private']],
  ['requestParameters.resource.resourceType', ['object', 'bucket']],
  ['requestParameters.a.b.c.d', [1]],
  ['requestParameters.tags.key', ['a', 'b']],
  ['requestParameters.tags', [{ key: 'a' }, { key: 'b' }, 'c', null]],
  ['requestParameters.tags.9', []],
  ['requestParameters.matrix', [1, 2, 3]],
  ['requestParameters.matrix.0', [1, 2]],
  ['requestParameters.matrix.0.1', [2]],
  ['requestParameters.empty', []],
  ['requestParameters.nothing', [null]],
  ['requestParameters.nothing.deeper', []],
  ['requestParameters.byNumber.0', ['zero']],
  ['eventName.length', []],
  ['constructor.name', []],
  ['__proto__', []],
  ['resources.length', []],
])('%s', (path, values) => {
  expect(valuesAtPath(record, path)).toHaveLength(values.length);
  expect(valuesAtPath(record, path)).toEqual(expect.arrayContaining(values));
});

test('a record that is none has no values', () => {
  expect(valuesAtPath(null, 'a')).toEqual([]);
  expect(valuesAtPath('text', 'length')).toEqual([]);
});
