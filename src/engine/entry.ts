// The engine's entry: the only file of the engine that hosts may import.
export { checkAudit } from './case/audit.ts';
export { openCase, type CaseFile } from './case/open.ts';
export { importPaths, type ImportInput } from './ingest/import.ts';
export type { ImportResult } from './ingest/import-counts.ts';
export { CaseIndex } from './store/case-index.ts';
export { search } from './search/search.ts';
