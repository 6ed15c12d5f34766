import type { IncomingCall } from './request.ts';
import { jsonReply } from './protocol.ts';
import type { LoopbackState, SignIn } from './state.ts';
import { ApiError, type Reply } from './types.ts';

/** Identity Center: the portal (GetRoleCredentials) and the device flow of OIDC. */
export function signInReply(call: IncomingCall, state: LoopbackState): Reply {
  const field = (name: string): string => String((call.parameters[name] as string | undefined) ?? '');
  switch (call.operation) {
    case 'GetRoleCredentials': {
      const token = call.headers['x-amz-sso_bearer_token'] ?? '';
      const signIn = [...state.signIns.values()].find(({ accessToken }) => accessToken === token);
      if (signIn === undefined || signIn.decision !== 'approved') {
        throw new ApiError('UnauthorizedException', 'Session token not found or invalid', 401);
      }
      const [account, role] = [field('account_id'), field('role_name')];
      if (!signIn.roles.has(`${account}/${role}`)) throw new ApiError('ForbiddenException', 'No access', 403);
      const arn = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_${role}_0123456789abcdef/analyst@example.com`;
      const issued = state.session(account, arn);
      return jsonReply(
        {
          roleCredentials: {
            accessKeyId: issued.accessKeyId,
            secretAccessKey: issued.secretAccessKey,
            sessionToken: issued.sessionToken,
            expiration: issued.expiresEpochMilliseconds,
          },
        },
        'rest-json',
      );
    }
    case 'RegisterClient':
      return jsonReply(
        {
          clientId: 'loopback-client',
          clientSecret: 'loopback-client-secret',
          clientIdIssuedAt: Math.floor(state.now() / 1000),
          clientSecretExpiresAt: Math.floor(state.now() / 1000) + 90 * 86_400,
        },
        'rest-json',
      );
    case 'StartDeviceAuthorization': {
      checkClient(field);
      const signIn = state.signIns.get(field('startUrl'));
      if (signIn === undefined) throw oauthError('invalid_request', 'InvalidRequestException');
      return jsonReply(
        {
          deviceCode: `device of ${signIn.startUrl}`,
          userCode: 'QWER-TYUI',
          verificationUri: `${signIn.startUrl}/device`,
          verificationUriComplete: `${signIn.startUrl}/device?user_code=QWER-TYUI`,
          expiresIn: 600,
          interval: 1,
        },
        'rest-json',
      );
    }
    case 'CreateToken':
      checkClient(field);
      return field('grantType') === 'refresh_token'
        ? refreshed(field('refreshToken'), state)
        : created(state.signIns.get(field('deviceCode').replace('device of ', '')));
    default:
      throw new ApiError('InvalidRequestException', `no operation ${call.operation}`, 400);
  }
}

function checkClient(field: (name: string) => string): void {
  if (field('clientId') !== 'loopback-client' || field('clientSecret') !== 'loopback-client-secret') {
    throw oauthError('invalid_client', 'InvalidClientException', 401);
  }
}

function created(signIn: SignIn | undefined): Reply {
  if (signIn === undefined) throw oauthError('invalid_grant', 'InvalidGrantException');
  if (signIn.decision === 'pending') throw oauthError('authorization_pending', 'AuthorizationPendingException');
  if (signIn.decision === 'denied') throw oauthError('access_denied', 'AccessDeniedException');
  if (signIn.decision === 'expired') throw oauthError('expired_token', 'ExpiredTokenException');
  return token(signIn);
}

function refreshed(refreshToken: string, state: LoopbackState): Reply {
  const signIn = [...state.signIns.values()].find((candidate) => candidate.refreshToken === refreshToken);
  if (signIn === undefined || signIn.decision !== 'approved')
    throw oauthError('invalid_grant', 'InvalidGrantException');
  signIn.accessToken = `${signIn.accessToken}+`;
  return token(signIn);
}

function token(signIn: SignIn): Reply {
  return jsonReply(
    {
      accessToken: signIn.accessToken,
      tokenType: 'Bearer',
      expiresIn: signIn.expiresInSeconds,
      ...(signIn.refreshToken === null ? {} : { refreshToken: signIn.refreshToken }),
    },
    'rest-json',
  );
}

function oauthError(error: string, code: string, status = 400): ApiError {
  return new ApiError(code, error, status, { members: { error, error_description: error } });
}
