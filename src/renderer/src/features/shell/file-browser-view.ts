import type { FileEntry } from '../../../../shared/contract/app.ts';
import type { FileRequest } from '../../state/notices.ts';
import { formatQuantity } from '../../ui/format/number.ts';

export function browserTitle(request: FileRequest): string {
  if (request.suggestedName !== undefined) {
    return {
      case: 'Where does the case file go?',
      export: 'Where does the export go?',
      manifest: 'Where does the manifest go?',
    }[request.what];
  }
  return { case: 'Open a case file', logs: 'Choose CloudTrail logs', folder: 'Choose a folder of logs' }[request.what];
}

export function chooseLabel(request: FileRequest, chosen: number): string {
  if (request.suggestedName !== undefined) return 'Save here';
  if (request.what === 'case') return 'Open case';
  if (request.what === 'folder' && chosen === 0) return 'Choose this folder';
  return chosen < 2 ? 'Choose' : `Choose ${formatQuantity(chosen, 'item')}`;
}

/** Folders always; of the files those that can be the answer. */
export function isShown(entry: FileEntry, request: FileRequest): boolean {
  if (entry.kind === 'folder') return true;
  if (request.suggestedName !== undefined || request.what === 'logs') return true;
  return request.what === 'case' && entry.name.toLowerCase().endsWith('.spoor');
}
