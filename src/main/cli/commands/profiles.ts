import type { Command } from 'commander';
import {
  checkProfile,
  listProfiles,
  signInProfile,
  type ProfileCheck,
  type ProfileList,
  type ProfileRow,
} from '../../../engine/entry.ts';
import { AppError, isCancelled } from '../../../shared/contract/errors.ts';
import type { Problem } from '../../../shared/contract/jobs.ts';
import { askMfaCodeOnTerminal } from '../ask-mfa-code.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { interruptible } from '../interrupt.ts';
import { jsonOption, list, type CommonOptions } from '../options.ts';
import { print } from '../terminal.ts';
import { counted, printable, tableText, toJson } from '../text.ts';

interface Options extends CommonOptions {
  check?: true;
  profile?: string[];
  signIn?: string;
}

interface Row {
  profile: ProfileRow;
  /** Null where it was not checked. */
  check: ProfileCheck | null;
}

/** Profiles checked at the same time. Those that ask for an MFA code go one after another. */
const checkedAtOnce = 4;

export function addProfiles(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('profiles')
    .summary('list the AWS profiles of this computer')
    .description(
      'Lists the AWS profiles of this computer with kind, region and the steps by which each gets its credentials. Nothing is ' +
        'sent to AWS without --check or --sign-in.',
    )
    .option('--check', 'ask AWS who each profile is, and say why one does not work')
    .option('--profile <names>', 'only these profiles', list)
    .option('--sign-in <profile>', 'sign in to IAM Identity Center in the browser')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Examples:
  spoor profiles
  spoor profiles --check --profile acme-audit,acme-prod
  spoor profiles --sign-in acme-audit`,
    )
    .action(async (options: Options) => {
      ended(options.signIn === undefined ? await show(options) : await signIn(options.signIn, options));
    });
}

async function show(options: Options): Promise<ExitStatus> {
  const all = await listProfiles();
  const chosen = choose(all, options.profile);
  const rows = options.check ? await checkAll(chosen) : chosen.map((profile) => ({ profile, check: null }));
  const problems = [...all.problems, ...rows.flatMap(({ profile }) => profile.problems)];
  if (options.json) {
    const { configFile, credentialsFile } = all;
    const profiles = rows.map((row) => (options.check ? checkedJson(row) : row.profile));
    await print(`${toJson({ configFile, credentialsFile, profiles, problems: all.problems })}\n`);
  } else {
    await print(report(all, rows, problems));
  }
  const broken = rows.some(({ check }) => check !== null && check.state !== 'ready');
  return problems.length > 0 || broken ? exitStatus.problems : exitStatus.done;
}

function choose(all: ProfileList, names: readonly string[] | undefined): ProfileRow[] {
  if (names === undefined) return all.profiles;
  return names.map((name) => {
    const found = all.profiles.find((profile) => profile.name === name);
    if (found !== undefined) return found;
    throw new AppError('not-found', `There is no profile ${name}.`, {
      hint: `Profiles are read from ${all.configFile} and ${all.credentialsFile}.`,
    });
  });
}

async function checkAll(profiles: readonly ProfileRow[]): Promise<Row[]> {
  const askMfaCode = askMfaCodeOnTerminal();
  const rows: Row[] = profiles.map((profile) => ({ profile, check: null }));
  const check = async (row: Row): Promise<void> => {
    try {
      row.check = await checkProfile(row.profile.name, { askMfaCode });
    } catch (error) {
      // No code given: the answer is the one without anybody to ask.
      if (!isCancelled(error)) throw error;
      row.check = await checkProfile(row.profile.name);
    }
  };
  const real = rows.filter(({ profile }) => profile.kind !== 'settings-only');
  const waiting = real.filter(({ profile }) => !profile.needsMfa);
  const workers = Array.from({ length: checkedAtOnce }, async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) await check(row);
  });
  await Promise.all(workers);
  for (const row of real.filter(({ profile }) => profile.needsMfa)) await check(row);
  return rows;
}

function checkedJson({ profile, check }: Row): Record<string, unknown> {
  if (check === null) return { ...profile, state: null };
  const { expiresEpochMilliseconds, account, profile: _, ...rest } = check;
  return {
    ...profile,
    ...rest,
    account: account ?? profile.account,
    expires: expiresEpochMilliseconds === null ? null : new Date(expiresEpochMilliseconds).toISOString(),
    secondsLeft: secondsLeft(check),
  };
}

function secondsLeft({ expiresEpochMilliseconds }: ProfileCheck): number | null {
  return expiresEpochMilliseconds === null
    ? null
    : Math.max(0, Math.floor((expiresEpochMilliseconds - Date.now()) / 1000));
}

function report(all: ProfileList, rows: readonly Row[], problems: readonly Problem[]): string {
  if (rows.length === 0 && problems.length === 0) {
    return `No AWS profiles. They are read from ${printable(all.configFile)} and ${printable(all.credentialsFile)}.\n`;
  }
  const checked = rows.some(({ check }) => check !== null);
  const table = tableText(
    ['profile', 'kind', 'region', 'account', ...(checked ? ['state', 'caller'] : ['credentials'])],
    ['left', 'left', 'left', 'left', 'left', 'left'],
    rows.map(({ profile, check }) =>
      [
        profile.name,
        profile.kind,
        profile.region ?? '',
        accountText(profile, check),
        ...(checked ? [stateText(check), check?.arn ?? ''] : [profile.chain.join(' → ')]),
      ].map(printable),
    ),
  );
  const reasons = rows.flatMap(({ profile, check }) =>
    check?.reason
      ? [`${printable(profile.name)}: ${printable([check.reason, check.hint].filter(Boolean).join(' '))}\n`]
      : [],
  );
  const mistakes = problems.map(
    ({ source, position, message }) =>
      `${printable(source)}${position === null ? '' : `, ${position}`}: ${printable(message)}\n`,
  );
  return `${table}${reasons.length > 0 ? `\n${reasons.join('')}` : ''}${mistakes.length > 0 ? `\n${mistakes.join('')}` : ''}`;
}

function accountText(profile: ProfileRow, check: ProfileCheck | null): string {
  const account = check?.account ?? profile.account ?? '';
  return check?.alias ? `${account} (${check.alias})` : account;
}

function stateText(check: ProfileCheck | null): string {
  if (check === null) return '';
  const left = secondsLeft(check);
  if (check.state !== 'ready' || left === null) return check.state;
  return left < 7200
    ? `ready, ${counted(Math.floor(left / 60), 'minute')} left`
    : `ready, ${counted(Math.floor(left / 3600), 'hour')} left`;
}

async function signIn(profile: string, options: Options): Promise<ExitStatus> {
  const ends = await interruptible(
    (signal) =>
      signInProfile(profile, {
        signal,
        onCode: ({ address, userCode }) => {
          process.stderr.write(
            `Open ${printable(address)}\nand confirm the code ${printable(userCode)}. Waiting for you there …\n`,
          );
        },
      }),
    () => process.stderr.write('Stopping.\n'),
  );
  const expires = new Date(ends).toISOString();
  await print(options.json ? `${toJson({ profile, expires })}\n` : `Signed in until ${expires}.\n`);
  return exitStatus.done;
}
