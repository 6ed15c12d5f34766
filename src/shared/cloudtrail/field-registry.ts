import type { Access, Category, DictionaryField, Lane, Outcome } from './event.ts';

export type FieldId = DictionaryField | 'resource' | 'source' | 'tag' | 'finding' | 'id' | 'time';
export type FieldType =
  'text' | 'choice' | 'address' | 'arn' | 'key' | 'account' | 'region' | 'boolean' | 'identifier' | 'time';
/** How a value is drawn; the value itself is never changed (filters, copies and exports take it whole). */
export type FieldFormat =
  | 'plain'
  | 'mono'
  | 'account'
  | 'address'
  | 'arn'
  | 'key'
  | 'agent'
  | 'session'
  | 'time'
  | 'outcome'
  | 'category'
  | 'path';

export interface FieldDefinition {
  id: FieldId;
  label: string;
  description: string;
  type: FieldType;
  format: FieldFormat;
  facetable: boolean;
  /** False for facets that start hidden. */
  isShown: boolean;
  /** The record path the field stands for, where it is one; full paths work in queries too. */
  path: string | null;
  /** All values, where they are a closed list; else null. */
  values: readonly string[] | null;
  /** Several values an event (a resource, a tag). */
  isMultiple: boolean;
}

const outcomes: readonly Outcome[] = ['success', 'denied', 'throttled', 'notfound', 'invalid', 'failed'];
const categories: readonly Category[] = ['management', 'data', 'insight', 'network', 'aggregated'];
const accesses: readonly Access[] = ['read', 'write'];
const lanes: readonly Lane[] = ['human', 'automation', 'service'];

type Options = Partial<Pick<FieldDefinition, 'facetable' | 'isShown' | 'path' | 'values' | 'isMultiple'>>;

function field(
  id: FieldId,
  label: string,
  type: FieldType,
  format: FieldFormat,
  description: string,
  options: Options = {},
): FieldDefinition {
  return {
    id,
    label,
    description,
    type,
    format,
    facetable: true,
    isShown: true,
    path: null,
    values: null,
    isMultiple: false,
    ...options,
  };
}

const hidden: Options = { isShown: false };

/** Every field of the query language, once, facets first and in the order in which they are shown. */
export const fieldRegistry: readonly FieldDefinition[] = [
  field(
    'outcome',
    'Outcome',
    'choice',
    'outcome',
    'How the call ended; worked out of error code, message and response.',
    { values: outcomes },
  ),
  field('event', 'Event name', 'text', 'plain', 'API action or event, as recorded.', { path: 'eventName' }),
  field('service', 'Service', 'text', 'plain', 'Event source without .amazonaws.com.'),
  field('principal', 'Principal', 'text', 'plain', 'Who acted: user, role/session, root, or service.'),
  field('error', 'Error code', 'text', 'plain', 'Error code, as recorded.', { path: 'errorCode' }),
  field('ip', 'Source IP', 'address', 'address', 'Source address: an IP address or the name of a service.', {
    path: 'sourceIPAddress',
  }),
  field('category', 'Category', 'choice', 'category', 'Management, data, insight, network or aggregated.', {
    values: categories,
  }),
  field('region', 'Region', 'region', 'plain', 'Region the call was made to.', { path: 'awsRegion' }),
  field('account', 'Account', 'account', 'account', 'Account that received the event, else the account of the caller.'),
  field('agent', 'User agent', 'text', 'agent', 'User agent; the facet groups by family.', { path: 'userAgent' }),
  field('access', 'Read or write', 'choice', 'plain', 'What the service says the call is (readOnly).', {
    values: accesses,
  }),
  field('session', 'Session', 'identifier', 'session', 'One use of one credential by one principal.'),
  field('resource', 'Resource', 'text', 'arn', 'Names, ids and ARNs the call was about.', { isMultiple: true }),
  field('lane', 'Driven by', 'choice', 'plain', 'A person, a program, or an AWS service.', {
    ...hidden,
    values: lanes,
  }),
  field('type', 'Identity type', 'text', 'plain', 'Kind of the identity that acted.', {
    ...hidden,
    path: 'userIdentity.type',
  }),
  field('arn', 'Identity ARN', 'arn', 'arn', 'ARN of the identity that acted.', {
    ...hidden,
    path: 'userIdentity.arn',
  }),
  field('key', 'Access key', 'key', 'key', 'Access key id the call was signed with.', {
    ...hidden,
    path: 'userIdentity.accessKeyId',
  }),
  field('mfa', 'MFA', 'boolean', 'plain', 'Whether the session was made with MFA.', {
    ...hidden,
    values: ['true', 'false'],
  }),
  field('vpce', 'VPC endpoint', 'identifier', 'mono', 'VPC endpoint the call went through.', {
    ...hidden,
    path: 'vpcEndpointId',
  }),
  field('source', 'Source', 'text', 'path', 'File or pull in which the event was found first.', hidden),
  field('tag', 'Tag', 'text', 'plain', 'Tags set in this case.', { ...hidden, isMultiple: true }),
  field('finding', 'Finding', 'text', 'plain', 'Findings that cite the event.', { ...hidden, isMultiple: true }),
  field('id', 'Event ID', 'identifier', 'mono', 'eventID, or the hash of a record that has none.', {
    ...hidden,
    facetable: false,
    path: 'eventID',
  }),
  field('time', 'Time', 'time', 'time', 'When the call completed, in UTC and whole seconds.', {
    ...hidden,
    facetable: false,
    path: 'eventTime',
  }),
];

const byId: ReadonlyMap<string, FieldDefinition> = new Map(
  fieldRegistry.map((definition) => [definition.id, definition]),
);

/** The definition of a field, or undefined where the name is a record path or unknown. */
export function fieldOf(id: string): FieldDefinition | undefined {
  return byId.get(id);
}

/** Facets in the order in which they are shown. */
export const facetFields: readonly FieldDefinition[] = fieldRegistry.filter((definition) => definition.facetable);
