import type { IncomingCall } from './request.ts';
import type { LoopbackState } from './state.ts';
import { ApiError, type RecordedRequest } from './types.ts';

const limited = new Set(['LookupEvents', 'ListInsightsData']);

/** Refuses a request where as many as allowed were answered in the second before it, per account, region and operation. */
export function throttle(call: IncomingCall, request: RecordedRequest, state: LoopbackState): void {
  const { lookupRequestsPerSecond } = state;
  if (lookupRequestsPerSecond === null || !limited.has(call.operation)) return;
  let answered = 0;
  for (let index = state.requests.length - 1; index >= 0; index -= 1) {
    const earlier = state.requests[index]!;
    if (request.atMilliseconds - earlier.atMilliseconds >= 1000) break;
    if (
      earlier !== request &&
      earlier.operation === call.operation &&
      earlier.region === call.region &&
      earlier.accountId === request.accountId &&
      earlier.errorCode !== 'ThrottlingException'
    ) {
      answered += 1;
    }
  }
  if (answered >= lookupRequestsPerSecond) throw new ApiError('ThrottlingException', 'Rate exceeded', 400);
}
