import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { EventMessage } from '../shared/contract/events.ts';
import type { SpoorBridge } from '../shared/contract/wire.ts';

const prefix = '--spoor-startup=';
const argument = process.argv.find((text) => text.startsWith(prefix)) ?? prefix;

// The page reaches the host through these five members alone, and each builds its message itself.
const bridge: SpoorBridge = {
  startup: JSON.parse(decodeURIComponent(argument.slice(prefix.length))) as SpoorBridge['startup'],
  call: (id, name, input, slot) => ipcRenderer.invoke('call', { kind: 'call', id, name, input, slot }),
  cancel(id) {
    void ipcRenderer.invoke('call', { kind: 'cancel', id });
  },
  on(listener) {
    const receive = (_event: IpcRendererEvent, message: EventMessage) => listener(message);
    ipcRenderer.on('event', receive);
    return () => {
      ipcRenderer.off('event', receive);
    };
  },
  // The platform gives a path only for files the user really dropped or chose, so a page cannot invent one.
  grantDrop: (files) =>
    ipcRenderer.invoke('call', {
      kind: 'drop',
      paths: files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== ''),
    }),
};

contextBridge.exposeInMainWorld('spoor', bridge);
