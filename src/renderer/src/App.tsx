import { I18nProvider } from 'react-aria-components';
import type { Bridge } from './bridge.ts';
import { BridgeContext } from './data/bridge-context.ts';
import { Shell } from './features/shell/Shell.tsx';
import type { Screen } from './screen.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';

/** The whole renderer. Pass a constant table of screens. */
export function App({ bridge, screens }: { bridge: Bridge; screens: readonly Screen[] }) {
  return (
    <I18nProvider locale="en-GB">
      <ErrorBoundary title="Spoor cannot be shown">
        <BridgeContext value={bridge}>
          <Shell screens={screens} />
        </BridgeContext>
      </ErrorBoundary>
    </I18nProvider>
  );
}
