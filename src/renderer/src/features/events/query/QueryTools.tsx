import type { QueryError } from '../../../../../shared/query/ast.ts';
import { useCommand } from '../../../commands/run.ts';
import { useShortcutKeys } from '../../../commands/use-shortcut.ts';
import { useApp } from '../../../state/store.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { revealHidden } from '../../../ui/format/text.ts';
import { Keys } from '../../../ui/Kbd.tsx';
import styles from './QueryBar.module.css';

interface QueryToolsProps {
  hasFocus: boolean;
  /** There is something to remove. */
  hasAny: boolean;
  onClear: () => void;
}

/** At the right end of the bar: undo, clear, and the key that brings or takes the focus. */
export function QueryTools({ hasFocus, hasAny, onClear }: QueryToolsProps) {
  return (
    <span className={styles.tools}>
      <UndoButton />
      <IconButton icon="close" label="Remove all filters" isDisabled={!hasAny} onPress={onClear} />
      <Keys keys={[hasFocus ? 'esc' : '/']} />
    </span>
  );
}

/** What is wrong in one sentence, and the repair that Enter makes. */
export function QueryErrorLine({ error, fix }: { error: QueryError; fix: string | null }) {
  return (
    <div className={styles.error} role="alert">
      <span>
        {revealHidden(error.message)} {fix === null ? error.hint : null}
      </span>
      {fix === null ? null : (
        <span className={styles.fix}>
          <Keys keys={['↵']} /> writes <span className={styles.fixText}>{revealHidden(fix)}</span>
        </span>
      )}
    </div>
  );
}

function UndoButton() {
  const undo = useCommand('edit.undo');
  const keys = useShortcutKeys('edit.undo');
  const step = useApp((state) => state.query.past.at(-1)?.label ?? null);
  return (
    <IconButton
      icon="undo"
      label={step === null ? 'Undo' : `Undo ${step}`}
      keys={keys}
      isDisabled={step === null}
      onPress={undo}
    />
  );
}
