import { fieldOf } from '../../../../shared/cloudtrail/field-registry.ts';
import type { Scope } from '../../../../shared/contract/search.ts';
import type { Query } from '../../../../shared/query/ast.ts';
import {
  addExclude,
  addInclude,
  appendClause,
  excludedValues,
  includedValues,
  valueTerm,
} from '../../../../shared/query/edit.ts';
import { reportFailure } from '../../commands/run.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { showToast } from '../../state/notices.ts';
import { copyText } from '../../ui/clipboard.ts';
import { formatQuantity } from '../../ui/format/number.ts';
import { cellText, revealHidden } from '../../ui/format/text.ts';
import { ContextMenu, type MenuGroup, type MenuPosition } from '../../ui/Menu.tsx';
import type { ValueTarget } from './value-actions.ts';
import { filterText, onlyValue } from './value-query.ts';

interface ValueMenuProps {
  target: ValueTarget | null;
  position: MenuPosition | null;
  onClose: () => void;
  query: Query;
  /** The time on screen, in which the events of the value are counted. */
  range: Scope['range'];
  isReadOnly: boolean;
  onQuery: (query: Query) => void;
  /** Shows the first or last event that holds the value. */
  onShowEvent: (eventId: string) => void;
  onTagAll: (scope: Scope, title: string) => void;
}

/** Noun of a field's value in the menu: "this address". */
const nouns: Readonly<Record<string, string>> = {
  ip: 'address',
  event: 'event name',
  principal: 'principal',
  key: 'access key',
  account: 'account',
  region: 'region',
  service: 'service',
  session: 'session',
  resource: 'resource',
  error: 'error code',
  agent: 'user agent',
};

const longestHeader = 60;

function clip(value: string): string {
  const shown = cellText(value);
  return shown.length > longestHeader ? `${shown.slice(0, longestHeader)}…` : shown;
}

/** The menu of a value: filter by it, jump to its first and last event, copy it, tag its events. */
export function ValueMenu(props: ValueMenuProps) {
  const { target, position, query, range, onQuery } = props;
  const scope: Scope | null =
    target === null
      ? null
      : {
          query: { kind: 'field', field: target.field, value: { kind: 'value', term: valueTerm(target.value) } },
          range,
        };
  const extent = useEngineQuery('search.extent', scope === null ? null : { scope });
  if (target === null || scope === null) return null;
  const { field, value } = target;
  const noun = nouns[field] ?? 'value';
  const label = fieldOf(field)?.label ?? field;
  const count = extent.data?.matches;
  const header = `${label} ${clip(value)}${count === undefined ? '' : `, ${formatQuantity(count, 'event')}`}`;
  const included = includedValues(query, field);
  const copy = (text: string, what: string) => {
    void copyText(text).then((done) =>
      done
        ? showToast({ text: `Copied ${what}`, icon: 'copy' })
        : reportFailure('Nothing was copied', new Error('The system refused access to the clipboard.')),
    );
  };
  const event = (which: 'first' | 'last', title: string) => {
    const found = extent.data?.[which] ?? null;
    return {
      id: which,
      label: title,
      icon: 'clock' as const,
      isDisabled: found === null,
      onAction: () => found !== null && props.onShowEvent(found.id),
    };
  };
  const groups: MenuGroup[] = [
    {
      id: 'filter',
      entries: [
        {
          id: 'only',
          label: `Only this ${noun}`,
          icon: 'plus',
          onAction: () => onQuery(onlyValue(query, field, value)),
        },
        {
          id: 'exclude',
          label: `Exclude this ${noun}`,
          icon: 'minus',
          isDisabled: excludedValues(query, field).includes(value),
          onAction: () => onQuery(addExclude(query, field, value)),
        },
        {
          id: 'or',
          label: 'Add with OR',
          icon: 'plus',
          isDisabled: included.length === 0 || included.includes(value),
          onAction: () => onQuery(addInclude(query, field, value)),
        },
        {
          id: 'anywhere',
          label: 'Find it anywhere in the record',
          icon: 'search',
          onAction: () => onQuery(appendClause(query, { kind: 'text', term: { kind: 'phrase', text: value } })),
        },
      ],
    },
    { id: 'seen', entries: [event('first', 'First seen'), event('last', 'Last seen')] },
    {
      id: 'copy',
      entries: [
        { id: 'copy', label: 'Copy value', icon: 'copy', onAction: () => copy(value, clip(value)) },
        {
          id: 'filterText',
          label: 'Copy as filter',
          icon: 'copy',
          onAction: () => copy(filterText(field, value), 'the filter'),
        },
      ],
    },
    {
      id: 'tag',
      entries: [
        {
          id: 'tagAll',
          label: count === undefined ? 'Tag all' : `Tag all ${formatQuantity(count, 'event')}…`,
          icon: 'tag',
          isDisabled: props.isReadOnly || count === undefined || count === 0,
          onAction: () => props.onTagAll(scope, `${label} ${clip(value)}`),
        },
      ],
    },
  ];
  return (
    <ContextMenu
      label={`Actions for ${label} ${revealHidden(clip(value))}`}
      header={header}
      position={position}
      onClose={props.onClose}
      groups={groups}
    />
  );
}
