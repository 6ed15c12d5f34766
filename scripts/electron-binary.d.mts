export interface ElectronPlace {
  folder: string;
  failureFile: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  probeMilliseconds: number;
  fetchMilliseconds: number;
}

export const electronPlace: ElectronPlace;

export function electronBinary(retry: boolean, place?: ElectronPlace): Promise<{ program?: string; reason?: string }>;

export function remember(reason: string, place?: Pick<ElectronPlace, 'failureFile'>): void;

export function forget(place?: Pick<ElectronPlace, 'failureFile'>): void;
