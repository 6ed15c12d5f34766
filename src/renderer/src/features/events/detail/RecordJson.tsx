import { useRef } from 'react';
import { IconButton } from '../../../ui/Button.tsx';
import { formatCount, formatQuantity } from '../../../ui/format/number.ts';
import { shortenHash } from '../../../ui/format/text.ts';
import { layOutJson } from '../../../ui/json-layout.ts';
import { JsonView, type JsonViewHandle } from '../../../ui/JsonView.tsx';
import { useValueActions } from '../value-actions.ts';
import styles from './DetailPane.module.css';
import type { ShownRecord } from './use-record.ts';

interface RecordJsonProps {
  shown: ShownRecord;
  recordLength: number;
  sha256: string;
  isWrapped: boolean;
  onWrap: (wrapped: boolean) => void;
  onCopy: () => void;
}

function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** The record with its hash, folding and copy. */
export function RecordJson({ shown, recordLength, sha256, isWrapped, onWrap, onCopy }: RecordJsonProps) {
  const { openMenu } = useValueActions();
  const view = useRef<JsonViewHandle>(null);
  const lines = lineCount(layOutJson(shown.text));
  return (
    <section className={styles.json} aria-label="Raw JSON">
      <div className={styles.jsonHead}>
        <h3>Raw JSON</h3>
        <span className={styles.jsonNote}>
          {shown.isWhole
            ? `${formatQuantity(lines, 'line')}, sha-256 ${shortenHash(sha256)}`
            : `first ${formatCount(shown.text.length)} of ${formatCount(recordLength)} characters`}
          {shown.isMasked ? ', credentials masked' : ''}
        </span>
        <span className={styles.spacer} />
        <IconButton icon="minus" label="Fold all" onPress={() => view.current?.foldAll()} />
        <IconButton icon="plus" label="Unfold all" onPress={() => view.current?.unfoldAll()} />
        <IconButton
          icon="wrap"
          label={isWrapped ? 'Do not wrap lines' : 'Wrap lines'}
          onPress={() => onWrap(!isWrapped)}
        />
        <IconButton icon="copy" label="Copy JSON" keys={['c']} onPress={onCopy} />
      </div>
      <JsonView
        label="Record as JSON"
        text={shown.text}
        isWrapped={isWrapped}
        onValueMenu={({ path, value }, position) => openMenu({ field: path, value }, position)}
        handle={view}
      />
    </section>
  );
}
