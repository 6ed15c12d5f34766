import type { AppSettings } from '../../../shared/contract/app.ts';

/** The theme on screen: the chosen one, or the system's. */
export function resolvedTheme(theme: AppSettings['theme']): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Writes theme and density on the root element, now and whenever the system's theme changes. */
export function applyAppearance(settings: Pick<AppSettings, 'theme' | 'density'>): () => void {
  const root = document.documentElement;
  const apply = () => {
    root.dataset['theme'] = resolvedTheme(settings.theme);
    root.dataset['density'] = settings.density;
  };
  apply();
  const system = matchMedia('(prefers-color-scheme: light)');
  system.addEventListener('change', apply);
  return () => system.removeEventListener('change', apply);
}
