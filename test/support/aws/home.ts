import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { startLoopbackAws, type LoopbackAws } from './loopback-aws.ts';

export interface AwsHome {
  folder: string;
  /** Variables for a child process; the same are set in this process. */
  variables: Record<string, string>;
  config(text: string): void;
  credentials(text: string): void;
  /** Sets a variable until the test ends. */
  set(name: string, value: string): void;
}

/** A home folder of its own with no AWS settings but those the test makes, until the test ends. */
export function awsHome(): AwsHome {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, '.aws'));
  const before = { ...process.env };
  onTestFinished(() => {
    process.env = before;
  });
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_') || /^(HTTPS?_PROXY|NO_PROXY|ALL_PROXY)$/i.test(name)) delete process.env[name];
  }
  const variables: Record<string, string> = {};
  const set = (name: string, value: string): void => {
    process.env[name] = value;
    variables[name] = value;
  };
  set('HOME', folder);
  set('AWS_EC2_METADATA_DISABLED', 'true');
  return {
    folder,
    variables,
    set,
    config: (text) => writeFileSync(path.join(folder, '.aws', 'config'), text),
    credentials: (text) => writeFileSync(path.join(folder, '.aws', 'credentials'), text),
  };
}

/** A loopback AWS that is stopped when the test ends. */
export async function loopbackAws(): Promise<LoopbackAws> {
  const aws = await startLoopbackAws();
  onTestFinished(() => aws.stop());
  return aws;
}

/** A profile section with keys and the address of the loopback AWS. */
export function keysProfile(
  name: string,
  keys: { accessKeyId: string; secretAccessKey: string; sessionToken: string | null },
  url: string,
  region = 'us-east-1',
): string {
  return [
    `[profile ${name}]`,
    `aws_access_key_id = ${keys.accessKeyId}`,
    `aws_secret_access_key = ${keys.secretAccessKey}`,
    ...(keys.sessionToken === null ? [] : [`aws_session_token = ${keys.sessionToken}`]),
    `region = ${region}`,
    `endpoint_url = ${url}`,
    '',
  ].join('\n');
}
