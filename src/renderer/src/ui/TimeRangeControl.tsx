import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from './Button.tsx';
import { formatForField, formatRange, parseTime, type TimeZone } from './format/time.ts';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';
import { TextField } from './TextField.tsx';
import hidden from '../styles/text.module.css';
import styles from './TimeRangeControl.module.css';
import { closedRange, rangePresets, type OpenRange, type Span } from './time-range.ts';

interface TimeRangeControlProps {
  /** Null is the whole extent. */
  range: OpenRange | null;
  /** First and last time there is, end exclusive. */
  extent: Span;
  zone: TimeZone;
  onChange: (range: Span | null) => void;
  className: string;
}

export function TimeRangeControl({ range, extent, zone, onChange, className }: TimeRangeControlProps) {
  const shown = closedRange(range, extent);
  const { text, length } = formatRange(shown.fromEpochSeconds, shown.toEpochSeconds, zone);
  return (
    <Popover
      label="Time range"
      placement="bottom end"
      trigger={
        <AriaButton className={className}>
          <Icon name="clock" className={styles.quiet} />
          <span className={hidden.hidden}>Time range </span>
          {text}
          <span className={styles.quiet}>{length}</span>
          <Icon name="chevronDown" className={styles.quiet} />
        </AriaButton>
      }
    >
      {(close) => (
        <TimeRangeForm
          shown={shown}
          extent={extent}
          zone={zone}
          onChange={(next) => {
            onChange(next);
            close();
          }}
        />
      )}
    </Popover>
  );
}

interface FormProps {
  shown: Span;
  extent: Span;
  zone: TimeZone;
  onChange: (range: Span | null) => void;
}

function TimeRangeForm({ shown, extent, zone, onChange }: FormProps) {
  const [fromText, setFromText] = useState(formatForField(shown.fromEpochSeconds, zone));
  const [toText, setToText] = useState(formatForField(shown.toEpochSeconds, zone));
  const [isChecked, setChecked] = useState(false);
  const from = parseTime(fromText, zone);
  const to = parseTime(toText, zone);
  const form = 'Write it as 2026-03-14 02:00:00.';
  const isOrdered = from === null || to === null || from < to;
  const apply = () => {
    setChecked(true);
    if (from !== null && to !== null && isOrdered) onChange({ fromEpochSeconds: from, toEpochSeconds: to });
  };
  return (
    <div className={styles.form}>
      <div className={styles.presets}>
        {rangePresets(shown, extent).map((preset) => (
          <Button key={preset.label} variant="ghost" size="small" onPress={() => onChange(preset.range)}>
            {preset.label}
          </Button>
        ))}
      </div>
      <TextField
        label={`From (${zone === 'utc' ? 'UTC' : 'local time'})`}
        value={fromText}
        onChange={setFromText}
        onSubmit={apply}
        isMono
        autoFocus
        error={isChecked && from === null ? form : null}
      />
      <TextField
        label="To, not included"
        value={toText}
        onChange={setToText}
        onSubmit={apply}
        isMono
        error={isChecked && to === null ? form : isChecked && !isOrdered ? 'The end must be after the start.' : null}
      />
      <div className={styles.actions}>
        <Button variant="primary" onPress={apply}>
          Show this range
        </Button>
      </div>
    </div>
  );
}
