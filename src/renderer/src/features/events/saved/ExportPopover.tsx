import { useState, type RefObject } from 'react';
import type { Scope } from '../../../../../shared/contract/search.ts';
import type { Bridge } from '../../../bridge.ts';
import { reportFailure } from '../../../commands/run.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { chooseSave } from '../../../data/choose-files.ts';
import { showToast } from '../../../state/notices.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatQuantity } from '../../../ui/format/number.ts';
import { revealHidden } from '../../../ui/format/text.ts';
import { Popover } from '../../../ui/Popover.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import type { RowOrder } from '../events-settings.ts';
import styles from './ExportPopover.module.css';

const formats = {
  jsonl: { label: 'JSONL', extension: 'jsonl', note: 'One original record a line, byte for byte.' },
  csv: { label: 'CSV', extension: 'csv', note: 'One row an event, for spreadsheets; formulas are made harmless.' },
  timesketch: { label: 'Timesketch', extension: 'csv', note: 'A timeline to upload into Timesketch.' },
  ocsf: { label: 'OCSF', extension: 'jsonl', note: 'One OCSF event a line, for other tools.' },
} as const;
type Format = keyof typeof formats;
const choices = (Object.keys(formats) as Format[]).map((value) => ({ value, label: formats[value].label }));

interface ExportPopoverProps {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<Element | null>;
  scope: Scope;
  order: RowOrder;
  matches: number;
  caseName: string;
}

async function exportTo(bridge: Bridge, format: Format, props: ExportPopoverProps): Promise<void> {
  const name = `${props.caseName} events.${formats[format].extension}`;
  const grant = await chooseSave(bridge, 'export', name);
  if (grant === null) return;
  const { scope, order, matches } = props;
  const { jobId } = await bridge.call('export.start', { scope, format, order, grant: grant.token });
  const stop = bridge.on('job.ended', (job) => {
    if (job.id !== jobId) return;
    stop();
    // A failure has its banner already.
    if (job.state !== 'done') return;
    const count = job.counts['events'] ?? matches;
    showToast({
      text: `Exported ${formatQuantity(count, 'event')} to ${revealHidden(grant.displayName)}`,
      icon: 'download',
      ...(bridge.startup.host === 'electron'
        ? {
            action: {
              label: 'Show in folder',
              run: () =>
                void bridge
                  .call('app.reveal', { grant: grant.token })
                  .catch((error: unknown) => reportFailure('The folder could not be shown', error)),
            },
          }
        : {}),
    });
  });
}

/** Writes exactly the events of the view, in its order, to a file. */
export function ExportPopover(props: ExportPopoverProps) {
  const { isOpen, onOpenChange, anchor, matches } = props;
  const bridge = useBridge();
  const [format, setFormat] = useState<Format>('jsonl');
  return (
    <Popover label="Export" placement="bottom end" isOpen={isOpen} onOpenChange={onOpenChange} anchor={anchor}>
      <div className={styles.form}>
        <RadioGroup label="Format" choices={choices} chosen={format} onChoose={setFormat} />
        <p className={styles.note}>{formats[format].note}</p>
        <div className={styles.actions}>
          <Button variant="ghost" onPress={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant="primary"
            isDisabled={matches === 0}
            onPress={() => {
              onOpenChange(false);
              exportTo(bridge, format, props).catch((error: unknown) =>
                reportFailure('The events could not be exported', error),
              );
            }}
          >
            Export {formatQuantity(matches, 'event')}
          </Button>
        </div>
      </div>
    </Popover>
  );
}
