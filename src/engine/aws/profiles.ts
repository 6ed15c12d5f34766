import { existsSync, readFileSync } from 'node:fs';
import type { Problem } from '../../shared/contract/jobs.ts';
import { ambientProfiles, planAmbient, planSteps } from './ambient.ts';
import { connectionOf, regionOf } from './connection.ts';
import { planProfile, type CredentialPlan } from './credential-plan.ts';
import { problem, readProfileFiles, type ProfileEntry, type ProfileFiles } from './profile-files.ts';

/** `incomplete` profiles mean to give credentials and cannot; `settings-only` ones never meant to. */
export type ProfileKind =
  | 'keys'
  | 'temporary-keys'
  | 'assume-role'
  | 'identity-center'
  | 'identity-center-legacy'
  | 'process'
  | 'web-identity'
  | 'login'
  | 'environment'
  | 'container'
  | 'instance'
  | 'settings-only'
  | 'incomplete';

/** A profile as its files describe it; nothing was asked of AWS, and nothing secret is in it. */
export interface ProfileRow {
  name: string;
  kind: ProfileKind;
  /** Null where none is set: AWS is asked in the main region of its partition then. */
  region: string | null;
  regionFrom: string | null;
  /** How it gets its credentials, first step first. */
  chain: string[];
  /** Account and role, where the files name them. */
  account: string | null;
  role: string | null;
  needsMfa: boolean;
  /** The address used for CloudTrail where it is not the one of AWS. */
  endpoint: string | null;
  file: string | null;
  line: number | null;
  problems: Problem[];
}

export interface ProfileList {
  configFile: string;
  credentialsFile: string;
  profiles: ProfileRow[];
  /** Problems of the files that belong to no profile. */
  problems: Problem[];
}

const credentialSettings = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'role_arn',
  'source_profile',
  'credential_source',
  'credential_process',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'sso_role_name',
  'login_session',
];

/**
 * All profiles of the files, then the credentials that come from the environment, a container or the instance (names
 * with `@`). Reads the files anew; a broken profile is a row with its problems, never an error.
 */
export async function listProfiles(): Promise<ProfileList> {
  const files = await readProfileFiles();
  const profiles = [...files.profiles.values()]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((entry) => fileRow(entry, files));
  for (const name of ambientProfiles) {
    const plan = planAmbient(name);
    if (plan === null || (name === '@instance' && !onInstance())) continue;
    profiles.push(row(name, plan, null, files, []));
  }
  const { configFile, credentialsFile, problems } = files;
  return { configFile, credentialsFile, profiles, problems };
}

function fileRow(entry: ProfileEntry, files: ProfileFiles): ProfileRow {
  if (!credentialSettings.some((name) => entry.settings.has(name))) {
    return row(entry.name, 'settings-only', entry, files, []);
  }
  const { plan, problems } = planProfile(entry.name, files);
  return row(entry.name, plan ?? 'incomplete', entry, files, problems);
}

function row(
  name: string,
  plan: CredentialPlan | 'settings-only' | 'incomplete',
  entry: ProfileEntry | null,
  files: ProfileFiles,
  problems: Problem[],
): ProfileRow {
  const region = regionOf(entry ?? files.profiles.get(process.env['AWS_PROFILE'] || 'default') ?? null);
  if (region !== null && !/^[a-z]{2,5}(-[a-z]+)+-\d+$/.test(region.value)) {
    problems.push({
      ...(entry === null ? { source: region.from, position: null } : problem(entry.file, entry.line, '')),
      code: 'aws-profile',
      message: `The region ${JSON.stringify(region.value)} (${region.from}) does not look like one, such as eu-west-1.`,
    });
  }
  const target = typeof plan === 'string' ? { account: null, role: null } : targetOf(plan);
  return {
    name,
    kind: typeof plan === 'string' ? plan : kindOf(plan),
    region: region?.value ?? null,
    regionFrom: region?.from ?? null,
    chain: typeof plan === 'string' ? [] : planSteps(plan),
    ...target,
    needsMfa: typeof plan !== 'string' && needsMfa(plan),
    endpoint: endpoint(entry, files, problems),
    file: entry?.file ?? null,
    line: entry?.line ?? null,
    problems,
  };
}

function endpoint(entry: ProfileEntry | null, files: ProfileFiles, problems: Problem[]): string | null {
  try {
    return connectionOf(entry, files).endpoint('cloudtrail')?.value ?? null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ source: entry?.file ?? 'environment', position: null, code: 'aws-profile', message });
    return null;
  }
}

function kindOf(plan: CredentialPlan): ProfileKind {
  if (plan.kind === 'keys') return plan.sessionToken === null ? 'keys' : 'temporary-keys';
  if (plan.kind === 'identity-center') return plan.session === null ? 'identity-center-legacy' : 'identity-center';
  return plan.kind;
}

function targetOf(plan: CredentialPlan): { account: string | null; role: string | null } {
  if (plan.kind === 'identity-center') return { account: plan.accountId, role: plan.roleName };
  if (plan.kind === 'keys') return { account: plan.accountId, role: null };
  if (plan.kind === 'assume-role' || plan.kind === 'web-identity') {
    const [, account = null, role = null] = /^arn:[a-z-]+:iam::(\d{12}):role\/(.+)$/.exec(plan.roleArn) ?? [];
    return { account, role };
  }
  return { account: null, role: null };
}

function needsMfa(plan: CredentialPlan): boolean {
  return plan.kind === 'assume-role' && (plan.mfaSerial !== null || needsMfa(plan.source));
}

/** Whether this computer is an EC2 instance, told without a request: one would hang where there is no such service. */
function onInstance(): boolean {
  if (process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT']) return true;
  const vendor = '/sys/devices/virtual/dmi/id/sys_vendor';
  try {
    return existsSync(vendor) && readFileSync(vendor, 'utf8').startsWith('Amazon EC2');
  } catch {
    return false;
  }
}
