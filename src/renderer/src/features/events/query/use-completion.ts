import { useMemo } from 'react';
import type { Scope } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { isQueryField, queryField } from '../../../../../shared/query/fields.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { applyDraft, isInstant, queryWithoutDraft, type Draft } from './draft.ts';
import {
  alsoOptions,
  clauseOptions,
  completionOf,
  fieldOptions,
  operatorOption,
  valueOptions,
  wantsCompletion,
  type CompletionOption,
} from './completion-options.ts';

export interface CompletionList {
  /** "errorCode, 2 of 4 values". */
  title: string;
  options: readonly CompletionOption[];
  /** What is typed of the value, to highlight. */
  prefix: string;
  /** Values belong to the field being typed: the first one is offered at once. */
  offersFirst: boolean;
  /** The answer belongs to what is typed now. */
  isFresh: boolean;
  /** Matches without the draft. */
  matches: number | null;
}

const mostValues = 8;
const mostClauses = 3;

/** What the list offers, with counts among the events that the other clauses leave. Null while it is closed. */
export function useCompletion(
  query: Query,
  range: Scope['range'],
  draft: Draft,
  isOpen: boolean,
): CompletionList | null {
  const completion = useMemo(() => completionOf(draft), [draft]);
  const wants = isOpen && wantsCompletion(completion);
  const scope: Scope = useMemo(() => ({ query: queryWithoutDraft(query, draft), range }), [query, draft, range]);
  const field = completion.kind === 'value' ? (completion.field ?? null) : null;
  const asks = wants && field !== null && field !== 'time';
  const values = useEngineQuery(
    'search.complete',
    asks ? { scope, field: field ?? '', text: completion.prefix, limit: mostValues } : null,
    { keepWhen: ['text', 'scope'], slot: 'completion' },
  );
  const isWord = wants && completion.kind === 'field';
  const clauseInput = (name: string) =>
    isWord ? { scope, field: name, text: completion.prefix, limit: mostClauses } : null;
  const keep = { keepWhen: ['text' as const, 'scope' as const] };
  const events = useEngineQuery('search.complete', clauseInput('event'), { ...keep, slot: 'completion event' });
  const principals = useEngineQuery('search.complete', clauseInput('principal'), {
    ...keep,
    slot: 'completion principal',
  });
  const errors = useEngineQuery('search.complete', clauseInput('error'), { ...keep, slot: 'completion error' });

  return useMemo(() => {
    if (!wants) return null;
    if (field !== null) {
      const found = values.data?.values ?? [];
      const known = isQueryField(field) ? (queryField(field)?.label ?? field) : field;
      return {
        title: asks
          ? `${known}, ${found.length === mostValues ? 'most frequent values' : valueNote(found.length)}`
          : known,
        options: [...valueOptions(draft, completion, found), ...alsoOptions(draft, completion)],
        prefix: completion.prefix,
        offersFirst: found.length > 0,
        isFresh: values.status === 'ready' || !asks,
        matches: values.data?.matches ?? null,
      };
    }
    const isFound = ({ count }: { count: number }) => count > 0;
    const clauses = [
      ['event', events.data],
      ['principal', principals.data],
      ['error', errors.data],
    ] as const;
    const options = [
      ...operatorOption(draft, completion),
      ...fieldOptions(draft, completion),
      ...clauses.flatMap(([name, data]) =>
        clauseOptions(draft, completion, name, (data?.values ?? []).filter(isFound)),
      ),
    ];
    if (options.length === 0) return null;
    return {
      title: 'Fields and values',
      options,
      prefix: completion.prefix,
      offersFirst: false,
      isFresh: events.status === 'ready',
      matches: events.data?.matches ?? null,
    };
  }, [wants, field, asks, values, events, principals, errors, draft, completion]);
}

function valueNote(count: number): string {
  if (count === 0) return 'no value begins or goes on like this';
  return count === 1 ? '1 value' : `${count} values`;
}

/** Events that would stay if the draft were run; null while unknown. */
export function useStaying(query: Query, range: Scope['range'], draft: Draft | null): number | null {
  const applied = useMemo(() => {
    if (draft === null) return null;
    const typed = parseQuery(draft.text);
    return typed.ok && isInstant(typed.query) ? applyDraft(query, draft) : null;
  }, [query, draft]);
  const input =
    applied?.ok === true
      ? { scope: { query: applied.query, range }, generation: null, facets: [], facetLimit: 1, histogram: false }
      : null;
  const found = useEngineQuery('search.run', input, { slot: 'completion count' });
  return found.data?.matches ?? null;
}
