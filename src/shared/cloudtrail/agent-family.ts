/** What a call came from, told by its user agent. Agents are chosen by the caller: a hint, never proof. */
type Rule = readonly [marker: string, family: string];

/** Tools by name, most telling first; these win over the SDK they are built on. Markers are lower case. */
const tools: readonly Rule[] = [
  ['stratus-red-team', 'Stratus Red Team'],
  ['pacu', 'Pacu'],
  ['scoutsuite', 'ScoutSuite'],
  ['scout suite', 'ScoutSuite'],
  ['cloudfox', 'CloudFox'],
  ['trufflehog', 'TruffleHog'],
  ['s3 browser', 'S3 Browser'],
  ['s3browser', 'S3 Browser'],
  ['prowler', 'Prowler'],
  ['cloudmapper', 'CloudMapper'],
  ['enumerate-iam', 'enumerate-iam'],
  ['aws_consoler', 'aws_consoler'],
  ['weirdaal', 'weirdAAL'],
  ['principalmapper', 'PMapper'],
  ['cloudsplaining', 'Cloudsplaining'],
  ['aws-nuke', 'aws-nuke'],
  ['steampipe', 'Steampipe'],
  ['cloud-custodian', 'Cloud Custodian'],
  ['cloudquery', 'CloudQuery'],
  ['cyberduck', 'Cyberduck'],
  ['winscp', 'WinSCP'],
  ['rclone', 'rclone'],
  ['s5cmd', 's5cmd'],
  ['cloudberry', 'CloudBerry'],
  ['filezilla', 'FileZilla'],
  ['exec-env/cloudshell', 'CloudShell'],
  ['opentofu', 'OpenTofu'],
  ['terraform', 'Terraform'],
  ['pulumi', 'Pulumi'],
  ['aws-cdk', 'AWS CDK'],
  ['cdk-assets', 'AWS CDK'],
  ['serverless/', 'Serverless Framework'],
  ['ansible', 'Ansible'],
  ['crossplane', 'Crossplane'],
  ['eksctl', 'eksctl'],
  ['aws-vault', 'aws-vault'],
  ['amazon-ssm-agent', 'SSM Agent'],
  ['s3console', 'Console'],
  ['aws-signin', 'Console'],
  ['coral/', 'Console'],
  ['lambdaconsole', 'Console'],
];

/** Clients and SDKs, tested at the start first and then anywhere (SDKs of version 2 put their name behind others). */
const clients: readonly Rule[] = [
  ['aws-cli/', 'AWS CLI'],
  ['boto3/', 'Boto3'],
  ['botocore/', 'Botocore'],
  ['aiobotocore/', 'Botocore'],
  ['boto/', 'Boto'],
  ['aws-sdk-go', 'AWS SDK for Go'],
  ['aws-sdk-java', 'AWS SDK for Java'],
  ['aws-sdk-kotlin', 'AWS SDK for Kotlin'],
  ['aws-sdk-js', 'AWS SDK for JavaScript'],
  ['aws-sdk-nodejs', 'AWS SDK for JavaScript'],
  ['aws-sdk-dotnet', 'AWS SDK for .NET'],
  ['aws-sdk-net', 'AWS SDK for .NET'],
  ['aws-sdk-ruby', 'AWS SDK for Ruby'],
  ['aws-sdk-php', 'AWS SDK for PHP'],
  ['aws-sdk-rust', 'AWS SDK for Rust'],
  ['aws-sdk-cpp', 'AWS SDK for C++'],
  ['aws-sdk-swift', 'AWS SDK for Swift'],
  ['aws-sdk-ios', 'AWS SDK for iOS'],
  ['aws-sdk-android', 'AWS SDK for Android'],
  ['awspowershell', 'AWS Tools for PowerShell'],
  ['aws-tools-powershell', 'AWS Tools for PowerShell'],
  ['windowspowershell', 'PowerShell'],
  ['powershell/', 'PowerShell'],
  ['curl/', 'curl'],
  ['wget/', 'Wget'],
  ['python-requests/', 'Python requests'],
  ['python-urllib', 'Python urllib'],
  ['go-http-client/', 'Go HTTP client'],
  ['okhttp/', 'OkHttp'],
  ['apache-httpclient/', 'Apache HttpClient'],
  ['postmanruntime/', 'Postman'],
  ['axios/', 'axios'],
  ['minio', 'MinIO'],
  ['hadoop', 'Hadoop'],
];

const distributions: readonly Rule[] = [
  ['kali', 'Kali Linux'],
  ['parrot', 'Parrot OS'],
  ['pentoo', 'Pentoo'],
  ['blackarch', 'BlackArch'],
];

/** Same agents come again and again; the limit keeps a log with random agents from growing the table. */
const known = new Map<string, string>();
const knownLimit = 10_000;

/**
 * Family of a user agent for facets: `AWS CLI`, `Boto3`, `AWS SDK for Java`, `Terraform`, `Console` (browser or console back end),
 * `AWS Internal`, a tool by its name, a calling service by its DNS name as it is, else `Other`.
 * Square brackets around an agent (S3 writes them) do not matter.
 */
export function agentFamily(agent: string): string {
  let family = known.get(agent);
  if (family === undefined) {
    family = classify(stripBrackets(agent));
    if (known.size >= knownLimit) known.clear();
    known.set(agent, family);
  }
  return family;
}

/** Name of an attack-oriented Linux in a user agent (`Linux/5.4.0-kali3-amd64`), whatever the tool; else null. */
export function agentDistribution(agent: string): string | null {
  const lower = agent.toLowerCase();
  for (const [marker, name] of distributions) {
    const start = lower.indexOf(marker);
    // A whole word or with digits (kali3), not a part of another word (kalinga).
    if (start >= 0 && !/[a-z]/.test(lower[start - 1] ?? '') && !/[a-z]/.test(lower[start + marker.length] ?? ''))
      return name;
  }
  return null;
}

function stripBrackets(agent: string): string {
  return agent.startsWith('[') && agent.endsWith(']') ? agent.slice(1, -1) : agent;
}

const consoleHosts = new Set([
  'console.amazonaws.com',
  'signin.amazonaws.com',
  'console.aws.amazon.com',
  'aws-internal/3 console',
]);

function classify(agent: string): string {
  const lower = agent.trim().toLowerCase();
  if (consoleHosts.has(lower)) return 'Console';
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(lower)) return agent.trim();
  if (lower.startsWith('aws internal') || lower.startsWith('aws-internal')) return 'AWS Internal';
  for (const [marker, family] of tools) if (lower.includes(marker)) return family;
  for (const [marker, family] of clients) if (lower.startsWith(marker)) return family;
  for (const [marker, family] of clients) if (lower.includes(marker)) return family;
  if (lower.startsWith('mozilla/') || lower.startsWith('opera/')) return 'Console';
  return 'Other';
}
