import type { Activity } from '../../../../shared/contract/app.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { formatQuantity } from '../../ui/format/number.ts';
import { sparkBars } from './recent-view.ts';

const widthPixels = 112;
const heightPixels = 22;

/** Events over time at the size of a word. Its own scale: only the shape can be compared. */
export function Sparkline({ activity }: { activity: Activity }) {
  const { counts, bucketSeconds } = activity;
  const most = Math.max(0, ...counts);
  return (
    <svg
      width={widthPixels}
      height={heightPixels}
      role="img"
      aria-label={`At most ${formatQuantity(most, 'event')} in ${formatDuration(bucketSeconds)}`}
      shapeRendering="crispEdges"
    >
      {sparkBars(counts, widthPixels, heightPixels).map((bar) => (
        <rect
          key={bar.x}
          x={bar.x}
          y={heightPixels - bar.height}
          width={bar.width}
          height={bar.height}
          fill="var(--ev-read)"
        />
      ))}
    </svg>
  );
}
