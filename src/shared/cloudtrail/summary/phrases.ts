import { computePhrases } from './compute-phrases.ts';
import { controlPhrases } from './control-phrases.ts';
import { dataPhrases } from './data-phrases.ts';
import { identityPhrases } from './identity-phrases.ts';
import type { Template } from './template.ts';

const phrases: ReadonlyMap<string, Template> = new Map(
  [identityPhrases, computePhrases, dataPhrases, controlPhrases].flatMap((table) =>
    Object.entries(table).flatMap(([service, events]) =>
      Object.entries(events).map(([event, template]): [string, Template] => [`${service}.${event}`, template]),
    ),
  ),
);

/** Event name without the API date Lambda and others put behind it (`UpdateFunctionCode20150331v2`). */
export function plainEventName(event: string): string {
  return event.replace(/_?\d{4}_?\d{2}_?\d{2}(?:v\d+)?$/, '') || event;
}

/** The phrase written for an event, or null where the general rule must do. */
export function phraseOf(service: string | null, event: string): Template | null {
  return phrases.get(`${service ?? ''}.${event}`) ?? phrases.get(`${service ?? ''}.${plainEventName(event)}`) ?? null;
}

/** How many events have a phrase of their own. */
export const phraseCount: number = phrases.size;
