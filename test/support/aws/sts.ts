import type { IncomingCall } from './request.ts';
import { queryReply } from './protocol.ts';
import type { LoopbackRole, LoopbackState } from './state.ts';
import { ApiError, type IssuedCredentials, type Reply } from './types.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** GetCallerIdentity, AssumeRole and AssumeRoleWithWebIdentity. */
export function stsReply(
  call: IncomingCall,
  state: LoopbackState,
  caller: IssuedCredentials | null,
  requestId: string,
): Reply {
  const field = (name: string): string | null => (call.parameters[name] as string | undefined) ?? null;
  switch (call.operation) {
    case 'GetCallerIdentity': {
      const { accountId, arn, userId } = caller!;
      return queryReply('GetCallerIdentity', namespace, { UserId: userId, Account: accountId, Arn: arn }, requestId);
    }
    case 'AssumeRole': {
      const role = state.roles.get(field('RoleArn') ?? '');
      const refused = new ApiError(
        'AccessDenied',
        `User: ${caller!.arn} is not authorized to perform: sts:AssumeRole on resource: ${field('RoleArn')}`,
        403,
      );
      if (role === undefined || (role.trusts !== undefined && !role.trusts.includes(caller!.arn))) throw refused;
      if (role.externalId !== undefined && role.externalId !== field('ExternalId')) throw refused;
      checkMfa(role, field('SerialNumber'), field('TokenCode'), refused);
      return taken(
        'AssumeRole',
        role,
        field('RoleSessionName') ?? '',
        Number(field('DurationSeconds') ?? 3600),
        state,
        requestId,
      );
    }
    case 'AssumeRoleWithWebIdentity': {
      const role = state.roles.get(field('RoleArn') ?? '');
      if (!state.webIdentityTokens.has(field('WebIdentityToken') ?? '')) {
        throw new ApiError(
          'InvalidIdentityToken',
          "Couldn't retrieve verification key from your identity provider",
          400,
        );
      }
      if (role === undefined)
        throw new ApiError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
      return taken('AssumeRoleWithWebIdentity', role, field('RoleSessionName') ?? '', 3600, state, requestId);
    }
    default:
      throw new ApiError('InvalidAction', `Could not find operation ${call.operation}`, 400);
  }
}

function checkMfa(role: LoopbackRole, serial: string | null, code: string | null, refused: ApiError): void {
  if (role.mfa === undefined) return;
  if (serial === null || code === null) throw refused;
  if (serial !== role.mfa.serial || code !== role.mfa.code) {
    throw new ApiError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403);
  }
  // A code works once.
  role.mfa.code = '';
}

function taken(
  operation: string,
  role: LoopbackRole,
  sessionName: string,
  seconds: number,
  state: LoopbackState,
  requestId: string,
): Reply {
  const [, account = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role.arn) ?? [];
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`;
  const issued = state.session(account, arn, Math.min(seconds, role.durationSeconds ?? state.sessionSeconds) * 1000);
  return queryReply(
    operation,
    namespace,
    {
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken,
        Expiration: new Date(issued.expiresEpochMilliseconds!).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: issued.userId, Arn: arn },
    },
    requestId,
  );
}
