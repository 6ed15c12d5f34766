import type { Call } from './call.ts';
import * as platform from './platform-calls.ts';
import * as api from './service-calls.ts';
import * as s3 from './storage-calls.ts';

type Weighted = readonly (readonly [Call, number])[];

export const inventory: Weighted = [
  [api.describeInstances, 8],
  [api.describeVolumes, 4],
  [api.describeSecurityGroups, 5],
  [api.describeSubnets, 3],
  [api.describeNetworkInterfaces, 4],
  [s3.getBucketAcl, 3],
  [s3.getBucketPolicy, 3],
  [s3.getBucketEncryption, 2],
  [s3.getBucketTagging, 2],
  [platform.describeLoadBalancers, 2],
  [platform.describeDatabases, 2],
  [platform.listFunctions, 2],
];

export const consoleBrowsing: Weighted = [
  [api.describeInstances, 6],
  [api.describeAlarms, 4],
  [platform.eventAggregates, 5],
  [s3.listBuckets, 2],
  [platform.listRoles, 2],
  [platform.listUsers, 1],
  [platform.listMfaDevices, 1],
  [platform.describeStacks, 2],
  [platform.getCost, 1],
  [api.describeSecurityGroups, 3],
  [platform.getUserDenied, 1],
];

export const infrastructureCode: Weighted = [
  [platform.getRole, 8],
  [platform.listRolePolicies, 8],
  [platform.getPolicyVersion, 5],
  [api.describeSubnets, 5],
  [api.describeSecurityGroups, 5],
  [s3.getBucketPolicy, 5],
  [s3.getBucketTagging, 4],
  [platform.getFunction, 3],
  [api.describeLogGroups, 3],
  [api.getCallerIdentity, 2],
];
