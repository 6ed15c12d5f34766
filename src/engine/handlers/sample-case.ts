import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { newestVersion } from '../case/migrate.ts';
import type { EngineParts } from './handlers.ts';
import { runTask } from './task-link.ts';

export function sampleFile(caseFolder: string): string {
  return path.join(caseFolder, 'Sample case.spoor');
}

/** Makes the sample case where it is missing or another version of Spoor made it. Takes about a second. */
export async function prepareSample(parts: EngineParts): Promise<void> {
  const { caseFolder, appVersion } = parts.options;
  mkdirSync(caseFolder, { recursive: true });
  // The schema counts too: while Spoor is being developed its version stays the same.
  const version = `${appVersion} schema ${newestVersion}`;
  await runTask(parts, 'makeSample', { file: sampleFile(caseFolder), version });
}
