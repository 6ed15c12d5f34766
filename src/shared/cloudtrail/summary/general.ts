import { plainEventName } from './phrases.ts';
import { shortName } from './template.ts';

/** Past tense of the verbs API names begin with: those the name of the resource follows directly … */
const beside = new Map(
  Object.entries({
    Accept: 'accepted',
    Activate: 'activated',
    Allocate: 'allocated',
    Associate: 'associated',
    Attach: 'attached',
    Cancel: 'cancelled',
    Copy: 'copied',
    Create: 'created',
    Deactivate: 'deactivated',
    Delete: 'deleted',
    Deploy: 'deployed',
    Deregister: 'deregistered',
    Describe: 'looked up',
    Detach: 'detached',
    Disable: 'disabled',
    Disassociate: 'disassociated',
    Enable: 'enabled',
    Import: 'imported',
    Invoke: 'called',
    Launch: 'launched',
    Modify: 'changed',
    Purge: 'emptied',
    Reboot: 'rebooted',
    Register: 'registered',
    Reject: 'rejected',
    Release: 'released',
    Remove: 'removed',
    Replace: 'replaced',
    Restart: 'restarted',
    Restore: 'restored',
    Resume: 'resumed',
    Run: 'ran',
    Start: 'started',
    Stop: 'stopped',
    Suspend: 'suspended',
    Terminate: 'terminated',
    Update: 'changed',
  }),
);
/** … and those where it follows in brackets, because the noun is often a property of it. */
const inBrackets = new Map(
  Object.entries({
    Add: 'added',
    Apply: 'applied',
    Assign: 'assigned',
    Authorize: 'authorised',
    Check: 'checked',
    Decode: 'decoded',
    Discover: 'discovered',
    Download: 'downloaded',
    Estimate: 'estimated',
    Execute: 'executed',
    Export: 'exported',
    Filter: 'filtered',
    Generate: 'generated',
    Get: 'read',
    Grant: 'granted',
    Head: 'checked',
    Initiate: 'began',
    Invite: 'invited',
    Issue: 'issued',
    List: 'listed',
    Lookup: 'looked up',
    Move: 'moved',
    Preview: 'previewed',
    Provision: 'provisioned',
    Publish: 'published',
    Put: 'wrote',
    Query: 'queried',
    Read: 'read',
    Receive: 'received',
    Request: 'requested',
    Reset: 'reset',
    Revoke: 'revoked',
    Rotate: 'rotated',
    Scan: 'scanned',
    Search: 'searched',
    Select: 'selected',
    Send: 'sent',
    Set: 'set',
    Simulate: 'simulated',
    Submit: 'submitted',
    Subscribe: 'subscribed to',
    Sync: 'synchronised',
    Tag: 'tagged',
    Test: 'tested',
    Transfer: 'transferred',
    Unsubscribe: 'ended the subscription to',
    Untag: 'untagged',
    Upload: 'uploaded',
    Validate: 'validated',
    Verify: 'verified',
    View: 'viewed',
    Write: 'wrote',
  }),
);

/**
 * A phrase for an event nobody wrote one for: `DeleteRouteTable` of `rtb-1` becomes `deleted route table rtb-1`. A name whose first word
 * is no known verb is quoted: `called FooBar`. `target` is a resource of the event, or null.
 */
export function generalPhrase(event: string, target: string | null): string {
  const name = plainEventName(event);
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+/g) ?? [];
  const isBatch = words[0] === 'Batch' && words.length > 2;
  const [verb = '', ...nouns] = isBatch ? words.slice(1) : words;
  const shown = target === null ? null : shortName(target);
  const noun = nouns.map(lowerWord).join(' ');
  const past = beside.get(verb);
  if (past !== undefined && noun !== '') return shown === null ? `${past} ${noun}` : `${past} ${noun} ${shown}`;
  const other = past ?? inBrackets.get(verb);
  if (other === undefined || noun === '') return shown === null ? `called ${event}` : `called ${event} (${shown})`;
  return shown === null ? `${other} ${noun}` : `${other} ${noun} (${shown})`;
}

const abbreviations = new Set(
  'ACL API ARN AWS CIDR CORS DB DHCP DNS EBS EC2 ECS EKS HSM IAM IP KMS MFA NAT OIDC RDS S3 SAML SLA SMS SQL SSH SSL SSM SSO TLS TTL URL VPC VPN WAF'.split(
    ' ',
  ),
);
const fixedWords: Readonly<Record<string, string>> = { Id: 'ID', Ids: 'IDs' };

function lowerWord(word: string): string {
  const upper = word.toUpperCase();
  if (abbreviations.has(upper)) return upper;
  const singular = upper.endsWith('S') ? upper.slice(0, -1) : upper;
  if (abbreviations.has(singular)) return `${singular}s`;
  return fixedWords[word] ?? (word === upper && word.length > 1 ? word : word.toLowerCase());
}
