import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/contract/errors.ts';
import type { ProfileEntry, ProfileFiles, Setting } from './profile-files.ts';

/** The services Spoor talks to, as the AWS CLI names them in `AWS_ENDPOINT_URL_…` and in `services` sections. */
export type AwsService = 'cloudtrail' | 's3' | 'sts' | 'iam' | 'account' | 'sso' | 'sso_oidc' | 'signin';

/** A value and where it comes from, for people: `AWS_REGION`, `~/.aws/config line 3`. */
export interface Sourced<T> {
  value: T;
  from: string;
}

/** How the requests of one profile travel. */
export interface Connection {
  region: Sourced<string>;
  /** Where no region is set anywhere and the default of the partition was taken. */
  regionAssumed: boolean;
  endpoint(service: AwsService): Sourced<string> | null;
  /** Certificates to trust instead of the usual ones (PEM), or null. */
  certificates: Sourced<string> | null;
  useFipsEndpoint: boolean;
  useDualstackEndpoint: boolean;
  /** True where bucket names go into the path of the address. Custom endpoints rarely have a name for each bucket. */
  forcePathStyle: boolean;
}

/**
 * How a profile reaches AWS, by the precedence of the AWS CLI: environment before files; an endpoint of one service before
 * the one of all within each. `profile` is null for credentials that come from no profile; the default profile counts then.
 * @throws AppError `file-access` where a named CA bundle cannot be read, `invalid-input` where an endpoint is no address.
 */
export function connectionOf(profile: ProfileEntry | null, files: ProfileFiles): Connection {
  const settings = profile ?? files.profiles.get(process.env['AWS_PROFILE'] || 'default') ?? null;
  const setting = (name: string): Setting | undefined => settings?.settings.get(name);
  const flag = (variable: string, name: string): boolean => readFlag(variable, process.env[variable], setting(name));

  const region = regionOf(settings);
  const ignoreEndpoints = flag('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'ignore_configured_endpoint_urls');
  const endpoint = (service: AwsService): Sourced<string> | null =>
    ignoreEndpoints ? null : endpointOf(service, settings, files);
  const addressing = settings?.nested.get('s3')?.get('addressing_style')?.value.toLowerCase();
  return {
    region: region ?? { value: defaultRegion(settings, files), from: 'no region is set' },
    regionAssumed: region === null,
    endpoint,
    certificates: certificatesOf(setting('ca_bundle')),
    useFipsEndpoint: flag('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint'),
    useDualstackEndpoint: flag('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint'),
    forcePathStyle: addressing === 'path' || (addressing !== 'virtual' && endpoint('s3') !== null),
  };
}

export function placeOf(setting: Setting): string {
  return `${setting.file} line ${setting.line}`;
}

/** The region a profile works in: `AWS_REGION`, `AWS_DEFAULT_REGION`, then its own, or null. */
export function regionOf(profile: ProfileEntry | null): Sourced<string> | null {
  for (const variable of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const value = process.env[variable];
    if (value !== undefined && value !== '') return { value, from: variable };
  }
  const own = profile?.settings.get('region');
  if (own !== undefined) return { value: own.value, from: placeOf(own) };
  return null;
}

/** Where no region is set, the partition of the role or the sign-in still says which family of regions it must be. */
function defaultRegion(profile: ProfileEntry | null, files: ProfileFiles): string {
  const partition = /^arn:([a-z-]+):/.exec(profile?.settings.get('role_arn')?.value ?? '')?.[1];
  const session = files.signInSessions.get(profile?.settings.get('sso_session')?.value ?? '');
  const signIn = session?.settings.get('sso_region')?.value ?? profile?.settings.get('sso_region')?.value ?? '';
  if (partition === 'aws-cn' || signIn.startsWith('cn-')) return 'cn-north-1';
  if (partition === 'aws-us-gov' || signIn.startsWith('us-gov-')) return 'us-gov-west-1';
  if (partition === 'aws-eusc' || signIn.startsWith('eusc-')) return 'eusc-de-east-1';
  return 'us-east-1';
}

function endpointOf(service: AwsService, profile: ProfileEntry | null, files: ProfileFiles): Sourced<string> | null {
  for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const value = process.env[variable];
    if (value !== undefined && value !== '') return address(value, variable);
  }
  const services = files.serviceSections.get(profile?.settings.get('services')?.value ?? '');
  const found = services?.nested.get(service)?.get('endpoint_url') ?? profile?.settings.get('endpoint_url');
  return found === undefined ? null : address(found.value, placeOf(found));
}

function address(value: string, from: string): Sourced<string> {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new AppError(
      'invalid-input',
      `The endpoint in ${from} is not an address that begins with http:// or https://.`,
      {
        hint: 'Write it like https://cloudtrail.eu-west-1.amazonaws.com.',
      },
    );
  }
  return { value, from };
}

/** Only the bundle is trusted where one is named, as with the AWS CLI. */
function certificatesOf(setting: Setting | undefined): Sourced<string> | null {
  const variable = process.env['AWS_CA_BUNDLE'];
  const from = variable ? 'AWS_CA_BUNDLE' : setting === undefined ? '' : placeOf(setting);
  const file = variable || setting?.value;
  if (file === undefined || file === '') return null;
  try {
    const value = readFileSync(file, 'utf8');
    if (!value.includes('-----BEGIN')) {
      throw new AppError('invalid-input', `${file} (named by ${from}) holds no certificates in PEM form.`, {
        hint: 'Export the certificates of the proxy as Base64 (PEM).',
      });
    }
    return { value, from };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('file-access', `The certificates ${file} (named by ${from}) cannot be read.`, {
      hint: 'Correct the path, or take the setting out.',
      detail: String((error as NodeJS.ErrnoException).code ?? error),
    });
  }
}

function readFlag(variable: string, fromEnvironment: string | undefined, setting: Setting | undefined): boolean {
  const value = fromEnvironment || setting?.value;
  if (value === undefined) return false;
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  const place = fromEnvironment ? variable : setting === undefined ? variable : placeOf(setting);
  throw new AppError('invalid-input', `${place} must be true or false, not ${JSON.stringify(value)}.`, {});
}
