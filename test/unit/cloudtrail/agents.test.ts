import { expect, test } from 'vitest';
import { agentDistribution, agentFamily } from '../../../src/shared/cloudtrail/agent-family.ts';

test.each([
  ['aws-cli/1.16.190 Python/3.7.3 Linux/4.19 botocore/1.12.180', 'AWS CLI'],
  ['[aws-cli/2.0.7 Python/3.7.5 Linux/4.15.0 botocore/2.0.0dev11]', 'AWS CLI'],
  ['aws-cli/2.15.30 md/awscrt#0.19.19 exec-env/CloudShell cfg/retry-mode#standard', 'CloudShell'],
  ['Boto3/1.26.2 Python/3.9.2 Linux/5.10 Botocore/1.29.2', 'Boto3'],
  ['Botocore/1.31 Python/3.11', 'Botocore'],
  ['aws-sdk-java/1.12.1 Linux/5.4 OpenJDK', 'AWS SDK for Java'],
  ['aws-sdk-js/3.400.0 os/linux lang/js', 'AWS SDK for JavaScript'],
  ['aws-sdk-nodejs/2.1000 linux/v16', 'AWS SDK for JavaScript'],
  ['aws-sdk-go-v2/1.17 os/linux lang/go#1.20', 'AWS SDK for Go'],
  ['m/F aws-sdk-go-v2/1.30', 'AWS SDK for Go'],
  ['stratus-red-team_4f8d aws-sdk-go-v2/1.17', 'Stratus Red Team'],
  ['APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) aws-sdk-go/1.44', 'Terraform'],
  ['APN/1.0 Pulumi/1.0 PulumiAws/5.0 aws-sdk-go/1.44', 'Pulumi'],
  ['aws-cdk/2.100.0 aws-sdk-js/2.1000', 'AWS CDK'],
  ['[S3 Browser/10.8.1 (https://s3browser.com)]', 'S3 Browser'],
  ['TruffleHog', 'TruffleHog'],
  ['Scout Suite/5.12 boto3/1.2', 'ScoutSuite'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36', 'Console'],
  ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.1002]', 'Console'],
  ['console.amazonaws.com', 'Console'],
  ['Coral/Netty4', 'Console'],
  ['AWS Internal', 'AWS Internal'],
  ['AWS Internal/3', 'AWS Internal'],
  ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
  ['[delivery.logs.amazonaws.com]', 'delivery.logs.amazonaws.com'],
  ['Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1', 'PowerShell'],
  ['curl/8.1', 'curl'],
  ['my own thing', 'Other'],
  ['', 'Other'],
])('%s', (agent, expected) => {
  expect(agentFamily(agent)).toBe(expected);
});

test.each([
  ['aws-cli/1.16 Python/3.8 Linux/5.4.0-kali3-amd64 botocore/1.12', 'Kali Linux'],
  ['Boto3/1.7 Linux/6.1.0-1parrot1-amd64', 'Parrot OS'],
  ['aws-cli/2.0 Linux/5.4.0-generic', null],
  ['kalinga-app/1.0', null],
])('distribution of %s', (agent, expected) => {
  expect(agentDistribution(agent)).toBe(expected);
});
