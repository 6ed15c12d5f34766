import { isCloudTrailRecord } from '../../shared/cloudtrail/record.ts';

/** A record as CloudTrail nests it; one whose fields were flattened to columns (`userIdentity.arn`) has to be rebuilt first. */
export function isRecordShape(value: unknown): value is Record<string, unknown> {
  return isCloudTrailRecord(value) && ('userIdentity' in value || !isFlattened(value));
}

function isFlattened(value: Record<string, unknown>): boolean {
  return Object.keys(value).some((key) => key.startsWith('userIdentity.'));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
