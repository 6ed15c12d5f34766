import type { IncomingCall } from './request.ts';
import type { LoopbackState } from './state.ts';
import type { IssuedCredentials, Reply } from './types.ts';

/** The metadata services of containers and instances (IMDSv2: a token is needed). */
export function metadataReply(call: IncomingCall, state: LoopbackState): Reply {
  const plain = (body: string): Reply => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });
  const missing: Reply = { status: 404, body: '' };
  if (call.operation === 'ContainerCredentials') {
    return state.containerCredentials === null ? missing : plain(document(state.containerCredentials));
  }
  if (call.method === 'PUT' && call.path === '/latest/api/token') return plain('loopback-metadata-token');
  if (call.headers['x-aws-ec2-metadata-token'] !== 'loopback-metadata-token') return { status: 401, body: '' };
  const issued = state.instanceCredentials;
  if (issued === null) return missing;
  const folder = '/latest/meta-data/iam/security-credentials/';
  if (call.path === folder) return plain('instance-role');
  return call.path === `${folder}instance-role` ? plain(document(issued)) : missing;
}

function document(issued: IssuedCredentials): string {
  return JSON.stringify({
    Code: 'Success',
    Type: 'AWS-HMAC',
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    Token: issued.sessionToken,
    Expiration: new Date(issued.expiresEpochMilliseconds!).toISOString(),
  });
}
