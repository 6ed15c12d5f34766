// Long runs of base64 letters: secret keys have 40 letters, session and sign-in tokens hundreds.
const longRun = /[A-Za-z0-9/+=]{36,}/g;
const signedText = /(The Canonical String|Canonical String for this request|The String-to-Sign)[\s\S]*$/;
const namedSecret =
  /((?:secret|session_?token|security-token|accessToken|refreshToken|clientSecret|password|passwd|bearer_token|SecretAccessKey|SessionToken)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi;
const resourceName = /(\barn:[a-z0-9-]+:[^\s"',]+)/;

/**
 * A message of AWS without what could be used to sign in: refused signatures quote the signed request with its session
 * token, and programs print what they were given. Resource names (ARNs) stay.
 */
export function withoutSecrets(message: string): string {
  return message
    .replace(signedText, '(the signed request is left out)')
    .split(resourceName)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(namedSecret, '$1(left out)').replace(longRun, '(left out)'),
    )
    .join('');
}
