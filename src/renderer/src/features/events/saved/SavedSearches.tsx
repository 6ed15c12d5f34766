import { useCallback, useRef, useState } from 'react';
import type { SavedSearch } from '../../../../../shared/contract/marks.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { printQuery } from '../../../../../shared/query/print.ts';
import type { Bridge } from '../../../bridge.ts';
import { usePaletteProvider, type PaletteItem } from '../../../commands/palette-items.ts';
import { reportFailure } from '../../../commands/run.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { commitCondition } from '../../../state/actions.ts';
import { showToast } from '../../../state/notices.ts';
import { appStore, useApp } from '../../../state/store.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { revealHidden } from '../../../ui/format/text.ts';
import { formatRange, type TimeZone } from '../../../ui/format/time.ts';
import { Popover } from '../../../ui/Popover.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useStableHandlers } from '../use-stable-handlers.ts';
import styles from './SavedSearches.module.css';

const shortest = 120;

/** Shows a saved search: its query and its range. */
function apply(saved: SavedSearch): void {
  const parsed = parseQuery(saved.query);
  if (!parsed.ok) {
    reportFailure(`${saved.name} cannot be opened`, new Error(parsed.error.message));
    return;
  }
  const { fromEpochSeconds, toEpochSeconds } = saved;
  const range = fromEpochSeconds === null && toEpochSeconds === null ? null : { fromEpochSeconds, toEpochSeconds };
  commitCondition({ query: parsed.query, range }, `open ${saved.name}`);
}

/** Whether `saved` is what is on screen. */
function isCurrent(saved: SavedSearch, query: string, range: { from: number | null; to: number | null }): boolean {
  return saved.query === query && saved.fromEpochSeconds === range.from && saved.toEpochSeconds === range.to;
}

async function save(bridge: Bridge, id: string | null, name: string): Promise<void> {
  const { query, range } = appStore.getState().query.present;
  const made = await bridge.call('saved.save', {
    id,
    name,
    query: printQuery(query),
    fromEpochSeconds: range?.fromEpochSeconds ?? null,
    toEpochSeconds: range?.toEpochSeconds ?? null,
  });
  showToast({ text: `Saved the search ${revealHidden(made.name)}`, icon: 'check' });
}

interface SavedSearchesProps {
  zone: TimeZone;
  isReadOnly: boolean;
}

/** The button that saves the query and range on screen, and the list of those saved before. */
export function SavedSearches({ zone, isReadOnly }: SavedSearchesProps) {
  const bridge = useBridge();
  const [isOpen, setOpen] = useState(false);
  const [changes, setChanges] = useState(0);
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useEngineQuery('saved.list', {}, { revision: changes });
  const saved = list.data;
  useStableHandlers({ 'query.save': () => setOpen(true) });
  usePaletteProvider(
    useCallback(
      (): readonly PaletteItem[] =>
        (saved ?? []).map((each) => ({
          id: `saved ${each.id}`,
          group: 'Saved searches',
          title: revealHidden(each.name),
          note: revealHidden(each.query.slice(0, shortest)),
          icon: 'search' as const,
          run: () => apply(each),
        })),
      [saved],
    ),
  );
  const change = (title: string, work: () => Promise<unknown>) => {
    work().then(
      () => setChanges((count) => count + 1),
      (error: unknown) => reportFailure(title, error),
    );
  };
  return (
    <>
      <Button icon="plus" ref={anchor} onPress={() => setOpen(true)}>
        <span className={styles.label}>Save search</span>
      </Button>
      <Popover label="Saved searches" placement="bottom end" isOpen={isOpen} onOpenChange={setOpen} anchor={anchor}>
        <SavedForm
          saved={list.data ?? []}
          zone={zone}
          isReadOnly={isReadOnly}
          onApply={(each) => {
            apply(each);
            setOpen(false);
          }}
          onSave={(id, name) => {
            change('The search could not be saved', () => save(bridge, id, name));
            setOpen(false);
          }}
          onDelete={(each) => {
            change('The search could not be deleted', async () => {
              await bridge.call('saved.delete', { id: each.id });
              showToast({
                text: `Deleted the search ${revealHidden(each.name)}`,
                action: {
                  label: 'Undo',
                  run: () =>
                    change('The search could not be saved', () => {
                      const { name, query, fromEpochSeconds, toEpochSeconds } = each;
                      return bridge.call('saved.save', { id: null, name, query, fromEpochSeconds, toEpochSeconds });
                    }),
                },
              });
            });
          }}
        />
      </Popover>
    </>
  );
}

interface SavedFormProps {
  saved: readonly SavedSearch[];
  zone: TimeZone;
  isReadOnly: boolean;
  onApply: (saved: SavedSearch) => void;
  onSave: (id: string | null, name: string) => void;
  onDelete: (saved: SavedSearch) => void;
}

function SavedForm({ saved, zone, isReadOnly, onApply, onSave, onDelete }: SavedFormProps) {
  const query = useApp((state) => state.query.present.query);
  const range = useApp((state) => state.query.present.range);
  const text = printQuery(query);
  const now = { from: range?.fromEpochSeconds ?? null, to: range?.toEpochSeconds ?? null };
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const same = saved.find((each) => each.name === trimmed);
  const submit = () => {
    if (trimmed !== '' && trimmed.length <= shortest) onSave(same?.id ?? null, trimmed);
  };
  return (
    <div className={styles.form}>
      {isReadOnly ? null : (
        <>
          <TextField
            label="Save this search as"
            value={name}
            onChange={setName}
            onSubmit={submit}
            autoFocus
            note={text === '' ? 'All events' : revealHidden(text.slice(0, shortest))}
            error={trimmed.length > shortest ? `A name has at most ${shortest} characters.` : null}
          />
          <div className={styles.actions}>
            <Button variant="primary" onPress={submit} isDisabled={trimmed === ''}>
              {same === undefined ? 'Save search' : 'Replace search'}
            </Button>
          </div>
        </>
      )}
      {saved.length === 0 ? (
        <p className={styles.none}>No saved searches in this case.</p>
      ) : (
        <ul className={styles.list} aria-label="Saved searches">
          {saved.map((each) => (
            <li key={each.id} className={styles.item}>
              <button
                type="button"
                className={styles.open}
                aria-current={isCurrent(each, text, now) ? 'true' : undefined}
                onClick={() => onApply(each)}
              >
                <span className={styles.name}>{revealHidden(each.name)}</span>
                <span className={styles.query}>
                  {each.query === '' ? 'All events' : revealHidden(each.query.slice(0, 2 * shortest))}
                </span>
                {each.fromEpochSeconds === null || each.toEpochSeconds === null ? null : (
                  <span className={styles.range}>
                    {formatRange(each.fromEpochSeconds, each.toEpochSeconds, zone).text}
                  </span>
                )}
              </button>
              {isReadOnly ? null : (
                <IconButton
                  icon="trash"
                  label={`Delete search ${revealHidden(each.name)}`}
                  onPress={() => onDelete(each)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
