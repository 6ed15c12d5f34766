import { useEffect, useState } from 'react';
import { useEngineQuery, type EngineQuery } from '../../data/use-engine-query.ts';

/** The list of cases, asked again when the window comes back to the front: a disk may have been connected meanwhile. */
export function useRecentCases(): EngineQuery<'app.recent.list'> & { nowEpochSeconds: number } {
  const recent = useEngineQuery('app.recent.list', {});
  const [nowEpochSeconds, setNow] = useState(() => Date.now() / 1000);
  const { refetch } = recent;
  useEffect(() => {
    const onFocus = () => {
      setNow(Date.now() / 1000);
      refetch();
    };
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [refetch]);
  return { ...recent, nowEpochSeconds };
}
