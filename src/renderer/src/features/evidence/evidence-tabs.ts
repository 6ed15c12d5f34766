import type { ComponentType } from 'react';
import type { IconName } from '../../ui/icon-paths.ts';
import { FilesTab } from './FilesTab.tsx';

export interface EvidenceTab {
  id: string;
  title: string;
  icon: IconName;
  Component: ComponentType;
}

/** The ways evidence comes in, one line each. */
export const evidenceTabs: readonly EvidenceTab[] = [
  { id: 'files', title: 'Files', icon: 'file', Component: FilesTab },
];
