import type { Problem } from '../../shared/contract/jobs.ts';
import { problem, type ProfileEntry, type ProfileFiles } from './profile-files.ts';

/** How credentials come about, worked out from the files alone. A role holds the plan of the credentials it is taken with. */
export type CredentialPlan =
  | {
      kind: 'keys';
      profile: string;
      accessKeyId: string;
      secretAccessKey: string;
      sessionToken: string | null;
      accountId: string | null;
    }
  | {
      kind: 'assume-role';
      profile: string;
      roleArn: string;
      sessionName: string | null;
      externalId: string | null;
      durationSeconds: number | null;
      mfaSerial: string | null;
      source: CredentialPlan;
    }
  | { kind: 'web-identity'; profile: string | null; roleArn: string; sessionName: string | null; tokenFile: string }
  | {
      kind: 'identity-center';
      profile: string;
      /** Name of the `sso-session`; null for the older form, whose cache is keyed by the start address. */
      session: string | null;
      startUrl: string;
      signInRegion: string;
      scopes: string[];
      accountId: string;
      roleName: string;
    }
  | { kind: 'process'; profile: string }
  | { kind: 'login'; profile: string }
  | { kind: 'environment' }
  | { kind: 'container' }
  | { kind: 'instance' };

export type PlanKind = CredentialPlan['kind'];

/** The plan of a profile, or null with the reasons in words. */
export interface PlanResult {
  plan: CredentialPlan | null;
  problems: Problem[];
}

const credentialSources: Record<string, CredentialPlan> = {
  Environment: { kind: 'environment' },
  Ec2InstanceMetadata: { kind: 'instance' },
  EcsContainer: { kind: 'container' },
};

/**
 * What the AWS CLI would do for a profile: role, web identity, Identity Center, keys of the credentials file, login
 * session, program, keys of the config file, in this order. A source profile that has keys of its own is used for them,
 * even where it also names a role.
 */
export function planProfile(name: string, files: ProfileFiles): PlanResult {
  const problems: Problem[] = [];
  const entry = files.profiles.get(name);
  if (entry === undefined) {
    return {
      plan: null,
      problems: [
        { source: files.configFile, position: null, code: 'aws-profile', message: `There is no profile ${name}.` },
      ],
    };
  }
  const plan = new Planner(files, problems).plan(entry, new Set(), false);
  return { plan, problems };
}

class Planner {
  readonly #files: ProfileFiles;
  readonly #problems: Problem[];

  constructor(files: ProfileFiles, problems: Problem[]) {
    this.#files = files;
    this.#problems = problems;
  }

  plan(entry: ProfileEntry, visited: ReadonlySet<string>, asSource: boolean): CredentialPlan | null {
    const has = (name: string): boolean => entry.settings.has(name);
    const keys = has('aws_access_key_id') || has('aws_secret_access_key');
    if (has('role_arn') && !(asSource && keys)) {
      return has('web_identity_token_file') ? this.#webIdentity(entry) : this.#role(entry, visited);
    }
    if (has('sso_session') || has('sso_start_url') || has('sso_account_id') || has('sso_role_name')) {
      if (keys)
        this.#note(
          entry,
          'aws_access_key_id',
          'The profile has keys beside its Identity Center sign-in; the AWS CLI uses the sign-in, and so does Spoor.',
        );
      return this.#identityCenter(entry);
    }
    const fromCredentialsFile = entry.settings.get('aws_access_key_id')?.file === this.#files.credentialsFile;
    if (keys && fromCredentialsFile) return this.#keys(entry);
    if (has('login_session')) return { kind: 'login', profile: entry.name };
    if (has('credential_process')) return { kind: 'process', profile: entry.name };
    if (keys) return this.#keys(entry);
    // A source profile may itself only say where its credentials lie.
    if (has('credential_source')) return this.#source(entry, visited);
    this.#problems.push(problem(entry.file, entry.line, `Profile ${entry.name} says nowhere how to get credentials.`));
    return null;
  }

  #note(entry: ProfileEntry, setting: string, message: string): void {
    const found = entry.settings.get(setting);
    this.#problems.push(problem(found?.file ?? entry.file, found?.line ?? entry.line, message));
  }

  #keys(entry: ProfileEntry): CredentialPlan | null {
    const accessKeyId = entry.settings.get('aws_access_key_id')?.value;
    const secretAccessKey = entry.settings.get('aws_secret_access_key')?.value;
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      const [there, missing] =
        accessKeyId === undefined
          ? ['aws_secret_access_key', 'aws_access_key_id']
          : ['aws_access_key_id', 'aws_secret_access_key'];
      this.#note(entry, there, `Profile ${entry.name} has ${there} without ${missing}.`);
      return null;
    }
    const sessionToken =
      entry.settings.get('aws_session_token')?.value ?? entry.settings.get('aws_security_token')?.value;
    if (sessionToken === undefined && accessKeyId.startsWith('ASIA')) {
      this.#note(
        entry,
        'aws_access_key_id',
        `The key of profile ${entry.name} is a temporary one (ASIA…), which works only together with aws_session_token.`,
      );
    }
    return {
      kind: 'keys',
      profile: entry.name,
      accessKeyId,
      secretAccessKey,
      sessionToken: sessionToken ?? null,
      accountId: entry.settings.get('aws_account_id')?.value ?? null,
    };
  }

  #webIdentity(entry: ProfileEntry): CredentialPlan {
    return {
      kind: 'web-identity',
      profile: entry.name,
      roleArn: entry.settings.get('role_arn')!.value,
      sessionName: entry.settings.get('role_session_name')?.value ?? null,
      tokenFile: entry.settings.get('web_identity_token_file')!.value,
    };
  }

  #role(entry: ProfileEntry, visited: ReadonlySet<string>): CredentialPlan | null {
    const roleArn = entry.settings.get('role_arn')!.value;
    if (!/^arn:[a-z-]+:iam::\d{12}:role\/.+/.test(roleArn)) {
      this.#note(
        entry,
        'role_arn',
        `role_arn of profile ${entry.name} is not the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME).`,
      );
      return null;
    }
    const source = this.#source(entry, visited);
    if (source === null) return null;
    const duration = entry.settings.get('duration_seconds')?.value;
    const durationSeconds = duration === undefined ? null : Number(duration);
    if (
      durationSeconds !== null &&
      !(Number.isInteger(durationSeconds) && durationSeconds >= 900 && durationSeconds <= 43_200)
    ) {
      this.#note(entry, 'duration_seconds', 'duration_seconds must be a whole number from 900 to 43200.');
      return null;
    }
    return {
      kind: 'assume-role',
      profile: entry.name,
      roleArn,
      sessionName: entry.settings.get('role_session_name')?.value ?? null,
      externalId: entry.settings.get('external_id')?.value ?? null,
      durationSeconds,
      mfaSerial: entry.settings.get('mfa_serial')?.value ?? null,
      source,
    };
  }

  #source(entry: ProfileEntry, visited: ReadonlySet<string>): CredentialPlan | null {
    const profileName = entry.settings.get('source_profile')?.value;
    const sourceName = entry.settings.get('credential_source')?.value;
    if (profileName !== undefined && sourceName !== undefined) {
      this.#note(
        entry,
        'credential_source',
        `Profile ${entry.name} has both source_profile and credential_source; only one may be there.`,
      );
      return null;
    }
    if (sourceName !== undefined) {
      const plan = credentialSources[sourceName];
      if (plan === undefined) {
        this.#note(
          entry,
          'credential_source',
          `credential_source ${JSON.stringify(sourceName)} is not known; it is Environment, Ec2InstanceMetadata or EcsContainer.`,
        );
        return null;
      }
      return plan;
    }
    if (profileName === undefined) {
      this.#note(
        entry,
        'role_arn',
        `Profile ${entry.name} takes a role but names neither source_profile nor credential_source.`,
      );
      return null;
    }
    const source = this.#files.profiles.get(profileName);
    if (source === undefined) {
      this.#note(entry, 'source_profile', `The source_profile ${profileName} of profile ${entry.name} does not exist.`);
      return null;
    }
    // A profile may be its own source where it has keys; any other way back is a circle.
    const path = new Set([...visited, entry.name]);
    const ownKeys = source.settings.has('aws_access_key_id');
    if (path.has(profileName) && !(profileName === entry.name && ownKeys)) {
      this.#note(
        entry,
        'source_profile',
        `The source profiles run in a circle: ${[...path, profileName].join(' → ')}.`,
      );
      return null;
    }
    return this.plan(source, path, true);
  }

  #identityCenter(entry: ProfileEntry): CredentialPlan | null {
    const sessionName = entry.settings.get('sso_session')?.value ?? null;
    const session = sessionName === null ? undefined : this.#files.signInSessions.get(sessionName);
    if (sessionName !== null && session === undefined) {
      this.#note(
        entry,
        'sso_session',
        `There is no section [sso-session ${sessionName}], which profile ${entry.name} names.`,
      );
      return null;
    }
    const from = session ?? entry;
    for (const setting of ['sso_start_url', 'sso_region']) {
      const own = entry.settings.get(setting)?.value;
      const shared = session?.settings.get(setting)?.value;
      if (own !== undefined && shared !== undefined && own !== shared) {
        this.#note(
          entry,
          setting,
          `${setting} of profile ${entry.name} differs from the one of [sso-session ${sessionName}].`,
        );
        return null;
      }
    }
    const values = {
      sso_start_url: from.settings.get('sso_start_url')?.value,
      sso_region: from.settings.get('sso_region')?.value,
      sso_account_id: entry.settings.get('sso_account_id')?.value,
      sso_role_name: entry.settings.get('sso_role_name')?.value,
    };
    const missing = Object.entries(values)
      .filter(([, value]) => value === undefined)
      .map(([name]) => name);
    if (missing.length > 0) {
      this.#note(
        entry,
        'sso_session',
        `The Identity Center sign-in of profile ${entry.name} lacks ${missing.join(', ')}.`,
      );
      return null;
    }
    const scopes = session?.settings.get('sso_registration_scopes')?.value ?? 'sso:account:access';
    return {
      kind: 'identity-center',
      profile: entry.name,
      session: sessionName,
      startUrl: values.sso_start_url!,
      signInRegion: values.sso_region!,
      scopes: scopes.split(',').map((scope) => scope.trim()),
      accountId: values.sso_account_id!,
      roleName: values.sso_role_name!,
    };
  }
}
