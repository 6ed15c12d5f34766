import { createContext, use } from 'react';
import type { MenuPosition } from '../../ui/Menu.tsx';

/** A value on screen that filters can be made of. */
export interface ValueTarget {
  /** Query field or record path. */
  field: string;
  value: string;
}

export interface ValueActions {
  openMenu: (target: ValueTarget, position: MenuPosition) => void;
}

export const ValueActionsContext = createContext<ValueActions | null>(null);

export function useValueActions(): ValueActions {
  const actions = use(ValueActionsContext);
  if (actions === null) throw new Error('No value actions: render inside ValueActionsContext.');
  return actions;
}
