const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Two units at most: `40 s`, `30 min 02 s`, `2 h 46 min`, `14 d`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return joined(Math.floor(whole / minute), 'min', whole % minute, 's');
  if (whole < day) {
    const minutes = Math.round(whole / minute);
    return minutes === 24 * 60 ? '1 d' : joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  }
  const hours = Math.round(whole / hour);
  const days = Math.floor(hours / 24);
  return days >= 10 || hours % 24 === 0 ? `${Math.round(whole / day)} d` : `${days} d ${hours % 24} h`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${String(small).padStart(2, '0')} ${smallUnit}`;
}

/** Time left, in one unit because it is an estimate: `40 s left`, `4 min left`, `about 2 h left`. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 1) return 'nearly done';
  if (seconds < 90) return `${Math.ceil(seconds)} s left`;
  if (seconds < 90 * minute) return `${Math.ceil(seconds / minute)} min left`;
  return `about ${Math.round(seconds / hour)} h left`;
}

/** How long ago or ahead, for hovers beside the full time: `2 d 23 h ago`, `in 5 min`. */
export function formatRelative(epochSeconds: number, nowEpochSeconds: number): string {
  const away = epochSeconds - nowEpochSeconds;
  if (Math.abs(away) < 1) return 'now';
  return away < 0 ? `${formatDuration(-away)} ago` : `in ${formatDuration(away)}`;
}

/** Search time in the status bar: `41 ms`, `1.2 s`. */
export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
