import type { Part } from './part.ts';
import type { ContainerLayer, FileResult, LeafResult } from './types.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { Problem } from '../../shared/contract/jobs.ts';

/** A file to read, with what of it is in the case already. */
export interface TaskFile {
  path: string;
  /** Locators of the leaves that earlier, interrupted imports finished; of several leaves of one name the first ones. */
  finished: string[];
  /** Leaf that was being read when the import stopped, and how much of its content is committed. */
  cursor: { locator: string; contentBytes: number } | null;
}

export interface ParseTask {
  id: number;
  files: TaskFile[];
}

/** A leaf as the parser found it. Numbers count up within a task. */
export interface OpenedLeaf {
  leaf: number;
  file: number;
  /** Leaf that holds it, for records decoded or rebuilt from its content; null otherwise. */
  parent: number | null;
  locator: string;
  /** Null for a leaf that is the file itself. */
  member: string | null;
  layers: readonly ContainerLayer[];
  format: string | null;
}

export interface ClosedLeaf {
  leaf: number;
  result: Omit<LeafResult, 'records' | 'rejected'>;
  contentBytes: number;
  contentSha256: string;
}

/** Everything since the last message of the task, in order; written together or not at all. */
export interface TaskPart {
  kind: 'part';
  task: number;
  part: Part;
  opened: OpenedLeaf[];
  closed: ClosedLeaf[];
  /** Whether the writer may commit after this part: a resumed import can go on from here. */
  safe: boolean;
  /** Content so far of the leaf that goes on, when `safe` lies inside one. */
  cursor: { leaf: number; contentBytes: number } | null;
  files: { file: number; result: FileResult }[];
  problems: (Problem & { file: number })[];
  /** True when all files of the task are read. */
  last: boolean;
}

export type ParserMessage = TaskPart | { kind: 'failed'; task: number; error: ErrorData };

export type ParserRequest =
  | { kind: 'task'; task: ParseTask }
  /** The writer has taken a part: another may be sent. */
  | { kind: 'credit' }
  | { kind: 'cancel' };
