import { hiddenMarker, object, text } from './record.ts';
import type { JsonObject } from './record.ts';

/**
 * The name under which an identity is shown, grouped and searched. The first that exists of:
 * 1. `userName`, unless masked (IAM user, root with an account alias, SAML and web identity users);
 * 2. role session: role name, a slash, session name;
 * 3. federated user: last part of the ARN;
 * 4. root: `root`;
 * 5. Identity Center user: the name sign-in events carry, else the user id;
 * 6. service or service event: `invokedBy`;
 * 7. another account: principal id @ account;
 * 8. the principal id; 9. `unknown`.
 * Null only where the record has no identity at all (Insights, aggregated events).
 * Source: CloudTrail user guide, "CloudTrail userIdentity element".
 */
export function principalName(identity: JsonObject, additionalEventData: JsonObject): string | null {
  const type = text(identity['type']);
  const userName = text(identity['userName']);
  if (userName !== null && userName !== hiddenMarker) return userName;
  const principalId = text(identity['principalId']);
  const arn = text(identity['arn']);
  switch (type) {
    case 'AssumedRole':
    case 'Role': {
      const name = roleSessionName(identity, principalId, arn);
      if (name !== null) return name;
      break;
    }
    case 'FederatedUser': {
      const name = lastSegment(arn) ?? afterColon(principalId);
      if (name !== null) return name;
      break;
    }
    case 'Root':
      return 'root';
    case 'IAMUser': {
      const name = lastSegment(arn);
      if (name !== null) return name;
      break;
    }
    case 'AWSAccount': {
      const account = text(identity['accountId']);
      if (principalId !== null && account !== null) return `${principalId}@${account}`;
      if (account !== null) return account;
      break;
    }
    default: {
      const userId = text(object(identity['onBehalfOf'])['userId']);
      if (userId !== null) return text(additionalEventData['UserName']) ?? userId;
      // Type Unknown can carry a whole role session.
      if (arn !== null && arn.includes(':assumed-role/')) {
        const name = roleSessionName(identity, principalId, arn);
        if (name !== null) return name;
      }
      const signInName = text(additionalEventData['UserName']);
      if (type === 'IdentityCenterUser' && signInName !== null) return signInName;
    }
  }
  const invokedBy = text(identity['invokedBy']);
  if (invokedBy !== null && (type === null || type === 'AWSService')) return invokedBy;
  if (principalId !== null) return principalId;
  if (invokedBy !== null) return invokedBy;
  for (const _ in identity) return 'unknown';
  return null;
}

function roleSessionName(identity: JsonObject, principalId: string | null, arn: string | null): string | null {
  const role = text(object(object(identity['sessionContext'])['sessionIssuer'])['userName']) ?? roleOfSessionArn(arn);
  const session = afterColon(principalId) ?? (arn !== null && arn.includes(':assumed-role/') ? lastSegment(arn) : null);
  if (role === null) return null;
  return session === null ? role : `${role}/${session}`;
}

/** Role name of `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`; the path of the role is lost in such ARNs. */
function roleOfSessionArn(arn: string | null): string | null {
  if (arn === null) return null;
  const start = arn.indexOf(':assumed-role/');
  if (start < 0) return null;
  const role = arn.slice(start + 14).split('/', 1)[0];
  return role === undefined || role === '' ? null : role;
}

/** Text after the first colon of a principal id; a pseudo role such as `111122223333:aws:ec2-infrastructure` keeps the rest whole. */
function afterColon(principalId: string | null): string | null {
  if (principalId === null) return null;
  const colon = principalId.indexOf(':');
  return colon < 0 ? null : text(principalId.slice(colon + 1));
}

function lastSegment(arn: string | null): string | null {
  if (arn === null) return null;
  const slash = arn.lastIndexOf('/');
  return slash < 0 ? null : text(arn.slice(slash + 1));
}
