import { layoutKeys, orderSchema, switchSchema } from './events-settings.ts';
import { useLayoutValue } from './use-layout-value.ts';

/** What this user chose for the screen, on this computer. */
export function useEventsSettings() {
  const [order, setOrder] = useLayoutValue(layoutKeys.order, orderSchema, 'asc');
  const [isGrouped, setGrouped] = useLayoutValue(layoutKeys.groupRepeats, switchSchema, true);
  const [isLog, setLog] = useLayoutValue(layoutKeys.logScale, switchSchema, false);
  const [isWrapped, setWrapped] = useLayoutValue(layoutKeys.wrapJson, switchSchema, false);
  return {
    order,
    isGrouped,
    isLog,
    isWrapped,
    turnOrder: () => setOrder((now) => (now === 'asc' ? 'desc' : 'asc')),
    setGrouped: (on: boolean) => setGrouped(() => on),
    setLog: (on: boolean) => setLog(() => on),
    setWrapped: (on: boolean) => setWrapped(() => on),
  };
}
