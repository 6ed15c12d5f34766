import axe from 'axe-core';
import { expect } from 'vitest';

/** Fails on any violation axe finds in the page, with rule, element and why. */
export async function expectNoViolations(): Promise<void> {
  const result = await axe.run(document.body, { resultTypes: ['violations'] });
  const found = result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
  expect(found).toEqual([]);
}
