/** What a denial message says about itself. */
export interface Denial {
  /** IAM action, for example `iam:CreateUser`. */
  action: string | null;
  /** Resource as named, an ARN or `*`. */
  resource: string | null;
  /** Why, as a sentence; null where the message does not say. */
  reason: string | null;
}

const reasons: readonly (readonly [marker: RegExp, reason: string])[] = [
  [/explicit deny in a service control policy/i, 'A service control policy denies it.'],
  [/no service control policy allows/i, 'No service control policy allows it.'],
  [/explicit deny in a resource control policy/i, 'A resource control policy denies it.'],
  [/no resource control policy allows/i, 'No resource control policy allows it.'],
  [
    /explicit deny in (?:a|an|the) (?:vpc|vpce) ?endpoint policy|vpc endpoint policy/i,
    'The VPC endpoint policy does not allow it.',
  ],
  [/explicit deny in a permissions boundary/i, 'The permissions boundary denies it.'],
  [/no permissions boundary allows/i, 'The permissions boundary does not allow it.'],
  [/explicit deny in a session policy/i, 'The session policy denies it.'],
  [/no session policy allows/i, 'The session policy does not allow it.'],
  [/explicit deny in a resource-based policy/i, 'A policy of the resource denies it.'],
  [/no resource-based policy allows/i, 'No policy of the resource allows it.'],
  [/explicit deny in an identity-based policy/i, 'A policy of the identity denies it.'],
  [/no identity-based policy allows/i, 'No policy of the identity allows it.'],
  [/with an explicit deny/i, 'A policy denies it.'],
];

/**
 * Reads the usual denial message: "User: ARN is not authorized to perform: ACTION on resource: ARN because no identity-based policy …".
 * Source: IAM user guide, "Troubleshoot access denied error messages".
 */
export function parseDenial(errorMessage: string): Denial {
  const action = /to perform:?\s+([A-Za-z0-9-]+:[A-Za-z0-9*]+)/.exec(errorMessage)?.[1] ?? null;
  const resource =
    /on resource:?\s+"?((?:arn:[^\s"]+)|\*|[^\s"]+)/.exec(errorMessage)?.[1]?.replace(/[.,;]$/, '') ?? null;
  const reason = reasons.find(([marker]) => marker.test(errorMessage))?.[1] ?? null;
  return { action, resource, reason };
}
