import { useEffect, useMemo, useState } from 'react';
import { maskSessionTokens, maskTokensInText } from '../../../../../shared/cloudtrail/identifiers.ts';
import { object, type JsonObject } from '../../../../../shared/cloudtrail/record.ts';
import { isCancelled } from '../../../../../shared/contract/errors.ts';
import type { EventDetail } from '../../../../../shared/contract/search.ts';
import { reportFailure } from '../../../commands/run.ts';
import { useBridge } from '../../../data/bridge-context.ts';

export interface ShownRecord {
  /** Text of the record, credentials masked; its beginning while more is fetched. */
  text: string;
  /** The same as a value; empty where the text is no object or not whole. */
  record: JsonObject;
  isWhole: boolean;
  /** True where masking changed something. */
  isMasked: boolean;
}

/** Longer records are shown by their beginning. */
const longestWhole = 4_000_000;
const stretch = 250_000;

/** The record of an event as it may be shown; a long one is fetched in stretches. */
export function useRecord(detail: EventDetail | null): ShownRecord | null {
  const bridge = useBridge();
  const [rest, setRest] = useState<{ id: string; text: string } | null>(null);
  const id = detail?.row.id ?? null;
  const needsMore =
    detail !== null && detail.recordText.length < detail.recordLength && detail.recordLength <= longestWhole;

  useEffect(() => {
    if (!needsMore || detail === null || id === null) return;
    const controller = new AbortController();
    const fetchRest = async () => {
      let text = detail.recordText;
      while (text.length < detail.recordLength) {
        const input = { eventId: id, offset: text.length, length: stretch };
        const more = await bridge.call('event.recordText', input, { signal: controller.signal });
        if (more.text === '') break;
        text += more.text;
      }
      if (!controller.signal.aborted) setRest({ id, text });
    };
    fetchRest().catch((error: unknown) => {
      if (!isCancelled(error)) reportFailure('The rest of the record could not be read', error);
    });
    return () => controller.abort();
  }, [bridge, detail, id, needsMore]);

  return useMemo(() => {
    if (detail === null) return null;
    const raw = rest?.id === id ? rest.text : detail.recordText;
    const isWhole = raw.length >= detail.recordLength;
    const text = maskTokensInText(raw);
    let record: JsonObject = {};
    try {
      if (isWhole) record = maskSessionTokens(object(JSON.parse(raw)));
    } catch {
      // A record that is no JSON is shown as the text it is.
    }
    return { text, record, isWhole, isMasked: text !== raw };
  }, [detail, rest, id]);
}
