import { useState } from 'react';
import { useCommands } from '../../commands/registry.ts';
import { useCommand } from '../../commands/run.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount, formatQuantity } from '../../ui/format/number.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { evidenceScreenCommands } from './evidence-commands.ts';
import { evidenceTabs } from './evidence-tabs.ts';

/** Where evidence comes in, and what became of it. */
export function EvidenceScreen() {
  const summary = useApp((state) => state.case.summary);
  const exportManifest = useCommand('evidence.exportManifest');
  const [chosen, setChosen] = useState(evidenceTabs[0]?.id ?? '');
  useCommands(evidenceScreenCommands);
  if (summary === null) return null;
  const note = [
    formatQuantity(summary.sources, 'source'),
    formatQuantity(summary.events, 'event'),
    `${formatQuantity(summary.duplicates, 'duplicate')} dropped`,
    `${formatCount(summary.rejected)} ${summary.rejected === 1 ? 'record' : 'records'} rejected`,
  ].join(', ');
  return (
    <>
      <PageHead
        title="Evidence"
        note={note}
        actions={
          <Button icon="download" onPress={exportManifest} isDisabled={summary.sources === 0}>
            Export manifest
          </Button>
        }
      />
      <Tabs
        label="Ways to add evidence"
        tabs={evidenceTabs.map(({ id, title, icon, Component }) => ({
          id,
          title,
          icon,
          content: <Component key={summary.displayPath} />,
        }))}
        chosen={chosen}
        onChoose={setChosen}
      />
    </>
  );
}
