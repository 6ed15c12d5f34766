// The engine's entry: the only file of the engine that hosts may import.
export { checkAudit } from './case/audit.ts';
export { openCase, type CaseFile } from './case/open.ts';
export { importPaths, type ImportInput } from './ingest/import.ts';
export type { ImportResult } from './ingest/import-counts.ts';
export { CaseIndex } from './store/case-index.ts';
export { search } from './search/search.ts';
export { answer } from './search/search.ts';
export { prepareSearch } from './search/crossfilter.ts';
export { appendAudit } from './case/audit.ts';
export { verifyCase, type VerifyCheck, type VerifyResult } from './case/verify.ts';
export { exportEvents, type ExportResult } from './export/export.ts';
export { exportFormats, type ExportFormat } from './export/formats.ts';
export { readEventBytes, readEventRecord, type RecordCopy } from './export/event-record.ts';
export type { EventRow, FacetField, FacetResult, RowCursor, SearchResult } from './search/types.ts';
export { createEngine } from './engine.ts';
