import type { IncomingCall } from './request.ts';
import { jsonReply, queryReply } from './protocol.ts';
import type { LoopbackState, RegionState } from './state.ts';
import { ApiError, type IssuedCredentials, type Reply } from './types.ts';

/** Regions the loopback AWS has; the last three are opt-in and disabled until an account enables them. */
export const loopbackRegions: readonly (readonly [name: string, state: RegionState])[] = [
  ['ap-southeast-2', 'ENABLED_BY_DEFAULT'],
  ['eu-central-1', 'ENABLED_BY_DEFAULT'],
  ['eu-west-1', 'ENABLED_BY_DEFAULT'],
  ['us-east-1', 'ENABLED_BY_DEFAULT'],
  ['us-west-2', 'ENABLED_BY_DEFAULT'],
  ['af-south-1', 'DISABLED'],
  ['eu-south-1', 'DISABLED'],
  ['me-central-1', 'DISABLED'],
];

export function regionState(state: LoopbackState, accountId: string, region: string): RegionState {
  const known = loopbackRegions.find(([name]) => name === region)?.[1];
  return state.accounts.get(accountId)?.regions.get(region) ?? known ?? 'ENABLED_BY_DEFAULT';
}

/** ListRegions of Account Management, two to a page so that paging is exercised. */
export function accountReply(call: IncomingCall, state: LoopbackState, caller: IssuedCredentials): Reply {
  const wanted = call.parameters['RegionOptStatusContains'] as string[] | undefined;
  const own = [...(state.accounts.get(caller.accountId)?.regions.keys() ?? [])];
  const names = [...new Set([...loopbackRegions.map(([name]) => name), ...own])].sort();
  const all = names
    .map((name) => ({ RegionName: name, RegionOptStatus: regionState(state, caller.accountId, name) }))
    .filter(({ RegionOptStatus }) => wanted === undefined || wanted.includes(RegionOptStatus));
  const start = Number((call.parameters['NextToken'] as string | undefined) ?? 0);
  const next = start + 2;
  return jsonReply(
    { Regions: all.slice(start, next), ...(next < all.length ? { NextToken: String(next) } : {}) },
    'rest-json',
  );
}

/** ListAccountAliases. */
export function iamReply(
  call: IncomingCall,
  state: LoopbackState,
  caller: IssuedCredentials,
  requestId: string,
): Reply {
  if (call.operation !== 'ListAccountAliases')
    throw new ApiError('InvalidAction', `no operation ${call.operation}`, 400);
  const alias = state.accounts.get(caller.accountId)?.alias ?? null;
  return queryReply(
    'ListAccountAliases',
    'https://iam.amazonaws.com/doc/2010-05-08/',
    { AccountAliases: alias === null ? {} : { member: [alias] }, IsTruncated: false },
    requestId,
  );
}
