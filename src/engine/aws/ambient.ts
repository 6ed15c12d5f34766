import type { CredentialPlan } from './credential-plan.ts';

/** Names for credentials that come from no profile of the files. No profile of a file is offered under them. */
export const ambientProfiles = ['@environment', '@web-identity', '@container', '@instance'] as const;
export type AmbientProfile = (typeof ambientProfiles)[number];

/** The plan behind one of the names of `ambientProfiles`, or null where the environment has no such credentials. */
export function planAmbient(name: string): CredentialPlan | null {
  const variable = (key: string): string | null => process.env[key] || null;
  if (name === '@environment') {
    return variable('AWS_ACCESS_KEY_ID') && variable('AWS_SECRET_ACCESS_KEY') ? { kind: 'environment' } : null;
  }
  if (name === '@web-identity') {
    const tokenFile = variable('AWS_WEB_IDENTITY_TOKEN_FILE');
    const roleArn = variable('AWS_ROLE_ARN');
    if (tokenFile === null || roleArn === null) return null;
    return { kind: 'web-identity', profile: null, roleArn, sessionName: variable('AWS_ROLE_SESSION_NAME'), tokenFile };
  }
  if (name === '@container') {
    const there = variable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') ?? variable('AWS_CONTAINER_CREDENTIALS_FULL_URI');
    return there === null ? null : { kind: 'container' };
  }
  if (name === '@instance') {
    return /^true$/i.test(variable('AWS_EC2_METADATA_DISABLED') ?? '') ? null : { kind: 'instance' };
  }
  return null;
}

/** How a plan gets its credentials, from the first credentials to the last: `keys of root-user`, `role Admin in 111122223333`. */
export function planSteps(plan: CredentialPlan): string[] {
  switch (plan.kind) {
    case 'keys':
      return [plan.sessionToken === null ? `keys of ${plan.profile}` : `temporary keys of ${plan.profile}`];
    case 'assume-role': {
      const [, account = '', role = ''] = /^arn:[a-z-]+:iam::(\d{12}):role\/(.+)$/.exec(plan.roleArn) ?? [];
      return [...planSteps(plan.source), `role ${role} in ${account}${plan.mfaSerial === null ? '' : ' with MFA'}`];
    }
    case 'web-identity':
      return ['web identity token', `role ${plan.roleArn.replace(/^.*:role\//, '')}`];
    case 'identity-center':
      return [`Identity Center ${plan.session ?? plan.startUrl}`, `${plan.roleName} in ${plan.accountId}`];
    case 'process':
      return [`program of ${plan.profile}`];
    case 'login':
      return [`console login of ${plan.profile}`];
    case 'environment':
      return ['environment'];
    case 'container':
      return ['container'];
    case 'instance':
      return ['instance metadata'];
  }
}
