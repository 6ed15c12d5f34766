/** What OCSF calls an event. Source: OCSF 1.1.0 schema, classes 6003, 3002 and 3001. */
export interface OcsfClass {
  classUid: number;
  className: string;
  categoryUid: number;
  categoryName: string;
  activityId: number;
  activityName: string;
}

type Activity = [id: number, name: string];

const signIns: ReadonlyMap<string, Activity> = new Map([
  ['ConsoleLogin', [1, 'Logon']],
  ['UserAuthentication', [1, 'Logon']],
  ['CredentialChallenge', [1, 'Logon']],
  ['CredentialVerification', [1, 'Logon']],
  ['CheckMfa', [1, 'Logon']],
  ['SwitchRole', [1, 'Logon']],
  ['RenewRole', [1, 'Logon']],
  ['ExitRole', [2, 'Logoff']],
  ['Logout', [2, 'Logoff']],
]);

const attach: Activity = [7, 'Attach Policy'];
const detach: Activity = [8, 'Detach Policy'];

const accountChanges: ReadonlyMap<string, Activity> = new Map([
  ['CreateUser', [1, 'Create']],
  ['CreateLoginProfile', [2, 'Enable']],
  ['ChangePassword', [3, 'Password Change']],
  ['UpdateLoginProfile', [4, 'Password Reset']],
  ['DeleteLoginProfile', [5, 'Disable']],
  ['DeleteUser', [6, 'Delete']],
  ['AttachUserPolicy', attach],
  ['AttachGroupPolicy', attach],
  ['AttachRolePolicy', attach],
  ['PutUserPolicy', attach],
  ['PutGroupPolicy', attach],
  ['PutRolePolicy', attach],
  ['DetachUserPolicy', detach],
  ['DetachGroupPolicy', detach],
  ['DetachRolePolicy', detach],
  ['DeleteUserPolicy', detach],
  ['DeleteGroupPolicy', detach],
  ['DeleteRolePolicy', detach],
  ['EnableMFADevice', [10, 'MFA Factor Enable']],
  ['DeactivateMFADevice', [11, 'MFA Factor Disable']],
]);

const create: Activity = [1, 'Create'];
const read: Activity = [2, 'Read'];
const update: Activity = [3, 'Update'];
const remove: Activity = [4, 'Delete'];

const verbs: readonly [RegExp, Activity][] = [
  [/^(?:Get|List|Describe|Head|Lookup|BatchGet|Search|Query|Scan|Select|Download|View|Check|Test|Validate)/, read],
  [/^(?:Create|Run|Allocate|Register|Import|Copy|Generate|Request|Issue|Upload|Publish|Launch)/, create],
  [/^(?:Delete|Remove|Terminate|Deregister|Release|Purge|Revoke|Cancel|Destroy)/, remove],
  [
    /^(?:Put|Update|Modify|Set|Attach|Detach|Associate|Disassociate|Add|Enable|Disable|Start|Stop|Tag|Untag|Replace|Reset|Authorize|Change|Restore)/,
    update,
  ],
];

/**
 * Class and activity of an event.
 *
 * @param eventSource as in the record, for example `iam.amazonaws.com`
 */
export function ocsfClassOf(event: string, eventSource: string | null): OcsfClass {
  const signIn = eventSource === 'signin.amazonaws.com' ? signIns.get(event) : undefined;
  if (signIn) return classOf(3002, 'Authentication', 3, 'Identity & Access Management', signIn);
  const change = eventSource === 'iam.amazonaws.com' ? accountChanges.get(event) : undefined;
  if (change) return classOf(3001, 'Account Change', 3, 'Identity & Access Management', change);
  const verb = verbs.find(([pattern]) => pattern.test(event))?.[1] ?? [99, 'Other'];
  return classOf(6003, 'API Activity', 6, 'Application Activity', verb);
}

function classOf(
  classUid: number,
  className: string,
  categoryUid: number,
  categoryName: string,
  [activityId, activityName]: Activity,
): OcsfClass {
  return { classUid, className, categoryUid, categoryName, activityId, activityName };
}
