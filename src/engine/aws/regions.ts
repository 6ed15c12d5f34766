import { paginateListRegions } from '@aws-sdk/client-account';
import { describeAwsError, toAwsError } from './aws-errors.ts';
import { accountClient } from './clients.ts';
import type { AwsSession } from './session.ts';

export interface RegionList {
  /** Enabled regions, sorted by name. */
  regions: string[];
  /** `account`: as the account says. `known`: every region Spoor knows of the partition, opt-in ones included. */
  from: 'account' | 'known';
  /** Why the account was not asked successfully, in words; null for `account`. */
  reason: string | null;
}

/** Regions by partition (AWS General Reference, November 2026). Those that are not enabled answer so when asked. */
const knownRegions: Record<string, string> = {
  aws:
    'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ' +
    'ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 ' +
    'eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 ' +
    'me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2',
  'aws-cn': 'cn-north-1 cn-northwest-1',
  'aws-us-gov': 'us-gov-east-1 us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1 us-iso-west-1',
  'aws-iso-b': 'us-isob-east-1 us-isob-west-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-east-1 us-isof-south-1',
};

const partitionPrefixes: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** The partition a region belongs to, such as `aws` or `aws-cn`. */
export function partitionOf(region: string): string {
  return partitionPrefixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** The region where IAM, STS (global), Organizations and root sign-ins of a partition are recorded (facts part 2.6). */
export function globalRegion(region: string): string {
  const partition = partitionOf(region);
  return { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition] ?? known(partition)[0]!;
}

function known(partition: string): string[] {
  return knownRegions[partition]!.split(' ');
}

/**
 * The regions enabled for the account (`account:ListRegions`). Roles without that permission, and endpoints without that
 * API, get every known region of the partition with the reason. Only credentials that do not work throw (AwsError).
 */
export async function enabledRegions(session: AwsSession): Promise<RegionList> {
  await session.credentials();
  const regions: string[] = [];
  try {
    const pages = paginateListRegions(
      { client: accountClient(session), pageSize: 50 },
      { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT', 'ENABLING'] },
    );
    for await (const { Regions } of pages) {
      for (const { RegionName } of Regions ?? []) if (RegionName !== undefined) regions.push(RegionName);
    }
  } catch (error) {
    const context = { profile: session.profile, action: 'list the regions of the account' };
    const { outcome, message } = describeAwsError(error, context);
    if (outcome === 'expired' || outcome === 'invalid-credentials' || outcome === 'clock-skew') {
      throw toAwsError(error, context);
    }
    return { regions: known(partitionOf(session.region)), from: 'known', reason: message };
  }
  if (regions.length === 0) {
    return {
      regions: known(partitionOf(session.region)),
      from: 'known',
      reason: 'The account named no enabled region.',
    };
  }
  return { regions: regions.sort(), from: 'account', reason: null };
}
