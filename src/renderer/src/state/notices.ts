import type { ReactNode } from 'react';
import type { Grant } from '../../../shared/contract/app.ts';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Things the shell shows on top of a screen. Local to the window; nothing of it is ever stored. */
export interface ToastNotice {
  id: number;
  text: string;
  icon?: 'check' | 'copy' | 'download';
  action?: { label: string; run: () => void };
}

export interface BannerNotice {
  /** A banner with the id of an older one replaces it. */
  id: string;
  tone: 'info' | 'warning' | 'error';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
  /** Stays until its cause is gone. */
  isLasting?: boolean;
}

export interface Question {
  /** Asks or names. */
  title: string;
  /** What is lost and what is kept. */
  body: ReactNode;
  /** Verb plus object, and the loss: "Remove 30,120 events". */
  confirmLabel: string;
  cancelLabel: string;
  isDanger: boolean;
}

export type OverlayName = 'palette' | 'shortcuts' | 'settings' | 'jobs';

/** What to choose in Spoor's own file browser: something to read, or with a name somewhere to write. */
export type FileRequest =
  | { what: 'case' | 'logs' | 'folder'; suggestedName?: undefined }
  | { what: 'case' | 'export' | 'manifest'; suggestedName: string };

interface NoticesState {
  toasts: readonly ToastNotice[];
  banners: readonly BannerNotice[];
  question: (Question & { answer: (confirmed: boolean) => void }) | null;
  fileBrowser: { request: FileRequest; answer: (grants: Grant[]) => void } | null;
  overlay: OverlayName | null;
  /** Keys of an unfinished sequence such as `g`, shown in the status bar. */
  keyPrefix: string | null;
}

export const noticesStore = createStore<NoticesState>()(() => ({
  toasts: [],
  banners: [],
  question: null,
  fileBrowser: null,
  overlay: null,
  keyPrefix: null,
}));

export function useNotices<Value>(selector: (state: NoticesState) => Value): Value {
  return useStore(noticesStore, selector);
}

let toastCount = 0;

/** For a completed action, with Undo where it can be undone. Errors are never toasts. The newest one shows. */
export function showToast(toast: Omit<ToastNotice, 'id'>): void {
  toastCount += 1;
  noticesStore.setState({ toasts: [{ ...toast, id: toastCount }] });
}

export function dismissToast(id: number): void {
  noticesStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

export function showBanner(banner: BannerNotice): void {
  noticesStore.setState(({ banners }) => ({ banners: [...banners.filter(({ id }) => id !== banner.id), banner] }));
}

export function dismissBanner(id: string): void {
  noticesStore.setState(({ banners }) => ({ banners: banners.filter((banner) => banner.id !== id) }));
}

/** Asks before something is lost; resolves with the answer. A second question answers the first with no. */
export function ask(question: Question): Promise<boolean> {
  noticesStore.getState().question?.answer(false);
  return new Promise((resolve) => {
    const answer = (confirmed: boolean) => {
      noticesStore.setState({ question: null });
      resolve(confirmed);
    };
    noticesStore.setState({ question: { ...question, answer } });
  });
}

export function openOverlay(overlay: OverlayName | null): void {
  noticesStore.setState({ overlay });
}

export function toggleOverlay(overlay: OverlayName): void {
  noticesStore.setState((state) => ({ overlay: state.overlay === overlay ? null : overlay }));
}

export function setKeyPrefix(keyPrefix: string | null): void {
  noticesStore.setState({ keyPrefix });
}
