import { createContext, use } from 'react';
import type { Bridge } from '../bridge.ts';

export const BridgeContext = createContext<Bridge | null>(null);

export function useBridge(): Bridge {
  const bridge = use(BridgeContext);
  if (bridge === null) throw new Error('No bridge: render inside BridgeContext.');
  return bridge;
}
