import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../../src/renderer/src');
const themesCss = readFileSync(path.join(root, 'styles/themes.css'), 'utf8');

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

function block(selector: string): Map<string, string> {
  const start = themesCss.indexOf('{', themesCss.indexOf(selector));
  const text = themesCss.slice(start + 1, themesCss.indexOf('\n}', start));
  return new Map([...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((found) => [found[1] ?? '', found[2] ?? '']));
}

const themes = { dark: block("[data-theme='dark']"), light: block("[data-theme='light']") };

function colour(theme: keyof typeof themes, token: string): Colour {
  const text = themes[theme].get(`--${token}`) ?? '';
  const hex = /^#([0-9a-f]{6})$/.exec(text)?.[1];
  if (hex !== undefined) {
    return [parseInt(hex.slice(0, 2), 16), parseInt(hex.slice(2, 4), 16), parseInt(hex.slice(4, 6), 16), 1];
  }
  const parts = /^rgba\(([\d.]+), ([\d.]+), ([\d.]+), ([\d.]+)\)$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) throw new Error(`${theme} has no colour --${token}: ${text}`);
  return parts as unknown as Colour;
}

/** The colour seen where `over` lies on an opaque one. */
function blend(over: Colour, under: Colour): Colour {
  const mix = (at: 0 | 1 | 2) => over[at] * over[3] + under[at] * (1 - over[3]);
  return [mix(0), mix(1), mix(2), 1];
}

// Relative luminance and contrast as WCAG 2.2 defines them.
function luminance([red, green, blue]: Colour): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(front: Colour, back: Colour): number {
  const [dark, light] = [luminance(front), luminance(back)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const text = 4.5;
const shape = 3;
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...['fg-1', 'fg-2', 'fg-3'].flatMap((front) =>
    ['bg-0', 'bg-1', 'bg-2', 'bg-3', 'bg-4', 'bg-inset', 'sel-bg'].map((back) => [front, back, text] as const),
  ),
  ['fg-1', 'nav-on', text],
  ...['bg-1', 'bg-2', 'bg-4', 'sel-bg'].map((back) => ['accent', back, text] as const),
  ['accent', 'nav-on', shape],
  ['fg-on-accent', 'accent-fill', text],
  ['fg-on-accent', 'accent-fill-h', text],
  ...['bg-0', 'bg-1', 'bg-2', 'bg-4'].map((back) => ['focus', back, shape] as const),
  ...['bg-2', 'bg-4'].map((back) => ['line-3', back, shape] as const),
  ['sel-line', 'bg-1', shape],
];
const meanings = ['ev-read', 'ev-write', 'ev-denied', 'ev-data', 'ev-insight', 'ev-network', 'ev-root', 'ok'];
const severities = ['critical', 'high', 'medium', 'low', 'info'].map((level) => `sv-${level}`);

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  test.each(pairs)('%s on %s is at least %d', (front, back, least) => {
    expect(contrast(colour(theme, front), colour(theme, back))).toBeGreaterThanOrEqual(least);
  });

  test.each([...meanings, ...severities])(
    '%s reads as text on panels, on its tint and on the chosen row',
    (meaning) => {
      const words = colour(theme, `${meaning}-fg`);
      const tint = colour(theme, `${meaning}-bg`);
      for (const surface of ['bg-1', 'bg-2', 'sel-bg']) {
        const under = colour(theme, surface);
        expect(contrast(words, under)).toBeGreaterThanOrEqual(text);
        expect(contrast(words, blend(tint, under))).toBeGreaterThanOrEqual(text);
      }
      expect(contrast(colour(theme, meaning), colour(theme, 'bg-2'))).toBeGreaterThanOrEqual(shape);
    },
  );

  test('secondary text steps up on tinted rows', () => {
    for (const surface of ['bg-1', 'bg-4']) {
      const row = blend(colour(theme, 'accent-bg'), colour(theme, surface));
      expect(contrast(colour(theme, 'fg-2'), row)).toBeGreaterThanOrEqual(text);
    }
  });

  test('text on a search hit', () => {
    const hit = blend(colour(theme, 'mark-bg'), colour(theme, 'bg-4'));
    expect(contrast(colour(theme, 'fg-1'), hit)).toBeGreaterThanOrEqual(text);
  });
});

test('both themes define the same colours', () => {
  const shared = (theme: keyof typeof themes) =>
    [...themes[theme].keys()].filter((token) => !['--danger-line', '--knob'].includes(token)).sort();
  expect(shared('light')).toEqual(shared('dark'));
});

describe('style sheets', () => {
  const files = globSync('**/*.css', { cwd: root });
  const defined = new Set(
    files.flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/(--[\w-]+)\s*:/g)].map((found) => found[1] ?? ''),
    ),
  );

  test.each(files.filter((file) => !/styles\/(themes|tokens)\.css$/.test(file)))('%s uses tokens only', (file) => {
    const css = readFileSync(path.join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    expect(css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi) ?? []).toEqual([]);
    expect(css.match(/z-index:\s*-?\d+/g) ?? []).toEqual([]);
    expect(css.match(/font-size:\s*\d/g) ?? []).toEqual([]);
    const used = [...css.matchAll(/var\((--[\w-]+)/g)].map((found) => found[1] ?? '');
    // `--tracks` is set by the table itself.
    expect(used.filter((token) => token !== '--tracks' && !defined.has(token))).toEqual([]);
  });

  test('components name no colour of their own', () => {
    const found = globSync('**/*.{ts,tsx}', { cwd: root }).flatMap((file) => {
      const colours = readFileSync(path.join(root, file), 'utf8').match(/'#[0-9a-f]{3,8}'|\brgba?\(|\bhsla?\(/gi) ?? [];
      return colours.map((text) => `${file}: ${text}`);
    });
    expect(found).toEqual([]);
  });
});
