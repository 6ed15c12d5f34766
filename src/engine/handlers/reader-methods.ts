import { AppError } from '../../shared/contract/errors.ts';
import { auditPage, savedList, viewGet } from './analyst-handlers.ts';
import { caseFacts, type CaseFacts } from './case-facts.ts';
import { eventCopies, eventDetail, eventRecordText, marksList, marksTags } from './event-handlers.ts';
import { ReaderCase } from './reader-case.ts';
import {
  checkScope,
  idsOfScope,
  knownIds,
  runSearch,
  searchCompare,
  searchExtent,
  searchFacet,
  searchLineOf,
  searchNextMarked,
  searchRows,
} from './search-handlers.ts';
import {
  exportManifest,
  sourcesPage,
  sourcesProblemBytes,
  sourcesProblems,
  sourcesRemovePreview,
} from './source-handlers.ts';
import { timelineContext } from './timeline-handlers.ts';
import { searchComplete, searchValueCounts } from './value-handlers.ts';
import type { WorkContext } from './worker-protocol.ts';

let reader: ReaderCase | null = null;

function opened(): ReaderCase {
  if (reader === null) throw new AppError('not-found', 'No case is open.');
  return reader;
}

type Handler<Input, Output> = (reader: ReaderCase, input: Input, context: WorkContext) => Output | Promise<Output>;

function onCase<Input, Output>(
  handler: Handler<Input, Output>,
): (input: Input, context: WorkContext) => Promise<Output> {
  return (input, context) => {
    const of = opened();
    return of.track(async () => await handler(of, input, context));
  };
}

/** What the reader of a case can do: the calls that only read, and what the engine needs of it. */
export const readerMethods = {
  async open(input: { file: string; generation: number }): Promise<CaseFacts> {
    reader?.close();
    reader = await ReaderCase.open(input.file, input.generation);
    return caseFacts(reader);
  },
  async reload(input: { generation: number; keepPrevious: boolean }): Promise<CaseFacts> {
    await opened().reload(input.generation, input.keepPrevious);
    return caseFacts(opened());
  },
  pin(): null {
    opened().pin();
    return null;
  },
  unpin(): null {
    opened().unpin();
    return null;
  },
  forgetMarks(): null {
    opened().forgetMarks();
    return null;
  },
  close(): null {
    reader?.close();
    reader = null;
    return null;
  },
  facts: onCase((of: ReaderCase, _input: null) => caseFacts(of)),
  idsOfScope: onCase(idsOfScope),
  knownIds: onCase(knownIds),
  checkScope: onCase(checkScope),
  'search.run': onCase(runSearch),
  'search.rows': onCase(searchRows),
  'search.lineOf': onCase(searchLineOf),
  'search.nextMarked': onCase(searchNextMarked),
  'search.facet': onCase(searchFacet),
  'search.complete': onCase(searchComplete),
  'search.valueCounts': onCase(searchValueCounts),
  'search.compare': onCase(searchCompare),
  'search.extent': onCase(searchExtent),
  'timeline.context': onCase((of: ReaderCase, _input: object) => timelineContext(of)),
  'event.detail': onCase(eventDetail),
  'event.recordText': onCase(eventRecordText),
  'event.copies': onCase(eventCopies),
  'marks.list': onCase(marksList),
  'marks.tags': onCase((of: ReaderCase, _input: object) => marksTags(of)),
  'saved.list': onCase((of: ReaderCase, _input: object) => savedList(of)),
  'view.get': onCase((of: ReaderCase, _input: object) => viewGet(of)),
  'audit.page': onCase(auditPage),
  'sources.page': onCase(sourcesPage),
  'sources.problems': onCase(sourcesProblems),
  'sources.problemBytes': onCase(sourcesProblemBytes),
  'sources.removePreview': onCase(sourcesRemovePreview),
  exportManifest: onCase(exportManifest),
};

export type ReaderMethods = typeof readerMethods;

/** Turns errors of SQLite into Spoor's. */
export function readerFile(): string {
  return reader?.file ?? 'The case';
}
