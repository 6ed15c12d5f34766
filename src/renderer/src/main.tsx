import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { toErrorData } from '../../shared/contract/errors.ts';
import { App } from './App.tsx';
import { createBridge } from './bridge.ts';
import { screens } from './screens.ts';
import { connectSocket } from './socket-transport.ts';
import { setPreferences } from './state/actions.ts';
import { applyAppearance } from './state/theme.ts';
import { defaultAppSettings } from '../../shared/contract/app.ts';
import './styles/tokens.css';
import './styles/themes.css';
import './styles/base.css';
import { ErrorPanel } from './ui/ErrorPanel.tsx';

/** Electron's preload, or the browser host's socket beside this page. */
function connect() {
  if (window.spoor !== undefined) return Promise.resolve(window.spoor);
  return connectSocket(location.origin, sessionStorage);
}

async function start(): Promise<void> {
  const element = document.querySelector('#root');
  if (element === null) throw new Error('The page has no #root.');
  const root = createRoot(element);
  try {
    const bridge = createBridge(await connect());
    // The looks before the first paint; then everything, with the layout.
    applyAppearance(bridge.startup.settings)();
    setPreferences(await bridge.call('app.settings.get', {}));
    root.render(
      <StrictMode>
        <App bridge={bridge} screens={screens} />
      </StrictMode>,
    );
  } catch (error) {
    applyAppearance(defaultAppSettings);
    root.render(
      <ErrorPanel title="Spoor could not start" error={toErrorData(error)} onRetry={() => location.reload()} />,
    );
  }
}

void start();
