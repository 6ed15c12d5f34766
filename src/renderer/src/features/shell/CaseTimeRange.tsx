import type { CaseSummary } from '../../../../shared/contract/case.ts';
import { commitRange } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { TimeRangeControl } from '../../ui/TimeRangeControl.tsx';

/** The time range of the whole window: the one condition outside the query bar. */
export function CaseTimeRange({ summary, className }: { summary: CaseSummary; className: string }) {
  const range = useApp((state) => state.query.present.range);
  const zone = useApp((state) => state.preferences.timeZone);
  if (summary.firstEpochSeconds === null || summary.lastEpochSeconds === null) return null;
  return (
    <TimeRangeControl
      className={className}
      range={range}
      extent={{ fromEpochSeconds: summary.firstEpochSeconds, toEpochSeconds: summary.lastEpochSeconds + 1 }}
      zone={zone}
      onChange={(next) => commitRange(next, next === null ? 'whole case' : 'time range')}
    />
  );
}
