/** What AWS does with a call whatever the caller: read or write, the error of a denial, the endpoint's name. */
const writesThatSoundLikeReads = new Set(['GetFederationToken', 'GetSessionToken', 'GetSigninToken']);
const readVerbs = /^(Get|List|Describe|Head|Lookup|Search|AssumeRole|Decrypt|Simulate|BatchGet|Scan|Query)/;

export function isReadOnly(name: string): boolean {
  return readVerbs.test(name) && !writesThatSoundLikeReads.has(name);
}

/** Services that answer a denial with `AccessDenied`; most others say `AccessDeniedException`. */
export const plainDenial = new Set([
  's3',
  'iam',
  'sts',
  'rds',
  'sns',
  'sqs',
  'cloudformation',
  'elasticloadbalancing',
  'autoscaling',
]);

export function hostOf(service: string, region: string): string {
  if (service === 'iam') return 'iam.amazonaws.com';
  if (service === 'signin') return 'signin.aws.amazon.com';
  if (service === 'organizations') return 'organizations.us-east-1.amazonaws.com';
  return `${service}.${region}.amazonaws.com`;
}
