import { Banner } from '../../../src/renderer/src/ui/Banner.tsx';
import { Button, IconButton, LinkButton } from '../../../src/renderer/src/ui/Button.tsx';
import { Checkbox } from '../../../src/renderer/src/ui/Checkbox.tsx';
import { EmptyState } from '../../../src/renderer/src/ui/EmptyState.tsx';
import { ErrorPanel } from '../../../src/renderer/src/ui/ErrorPanel.tsx';
import { Meaning } from '../../../src/renderer/src/ui/Glyph.tsx';
import type { GlyphKind } from '../../../src/renderer/src/ui/glyph-kind.ts';
import { Keys } from '../../../src/renderer/src/ui/Kbd.tsx';
import { Panel } from '../../../src/renderer/src/ui/Panel.tsx';
import { Pill } from '../../../src/renderer/src/ui/Pill.tsx';
import { Progress } from '../../../src/renderer/src/ui/Progress.tsx';
import { RadioGroup } from '../../../src/renderer/src/ui/RadioGroup.tsx';
import { Segmented } from '../../../src/renderer/src/ui/Segmented.tsx';
import { Severity, type SeverityLevel } from '../../../src/renderer/src/ui/Severity.tsx';
import { Skeleton } from '../../../src/renderer/src/ui/Skeleton.tsx';
import { Switch } from '../../../src/renderer/src/ui/Switch.tsx';
import { Tag, TagList, type TagTone } from '../../../src/renderer/src/ui/Tag.tsx';
import { TextField } from '../../../src/renderer/src/ui/TextField.tsx';
import { Toast } from '../../../src/renderer/src/ui/Toast.tsx';
import layout from '../../../src/renderer/src/styles/layout.module.css';

const nothing = () => undefined;
const glyphs: GlyphKind[] = ['read', 'write', 'denied', 'failed', 'data', 'insight', 'network', 'root', 'success'];
const levels: SeverityLevel[] = ['critical', 'high', 'medium', 'low', 'info'];
const tones: TagTone[] = ['plain', 'outline', 'read', 'write', 'denied', 'data', 'insight', 'network', 'root', 'ok'];

/** Every part of the kit in every state that needs no pointer, arranged like the design's sheet of states. */
export function Gallery() {
  return (
    <main
      style={{
        display: 'grid',
        gridTemplateColumns: '1fr 1.16fr 1fr',
        gap: 18,
        padding: 18,
        height: '100%',
        background: 'var(--bg-1)',
      }}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
        <Panel>
          <EmptyState
            title="No events match"
            actions={
              <>
                <Button icon="undo">Remove this filter</Button>
                <Button variant="ghost">Search all 14 days</Button>
              </>
            }
          >
            <p>The last filter removed all 3,617 events.</p>
            <p>
              <Pill field="region" value="eu-south-2" />
            </p>
          </EmptyState>
        </Panel>
        <Panel title="3,617 events" note="loading rows">
          <Skeleton label="Loading rows" />
        </Panel>
        <Panel title="Error">
          <ErrorPanel
            title="The events could not be read"
            error={{ code: 'engine-crashed', message: 'The engine stopped.', hint: 'It starts again by itself.' }}
            onRetry={nothing}
          />
        </Panel>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
        <Banner
          tone="error"
          icon="clock"
          title="Sign-in for mgmt-audit has expired"
          action={
            <Button size="small" variant="primary">
              Sign in
            </Button>
          }
          onDismiss={nothing}
        >
          The SSO session ended at 23:41Z. 3 pulls are paused and will continue where they stopped.
        </Banner>
        <Banner
          tone="warning"
          icon="pause"
          title="AWS is slowing down eu-west-1"
          action={<Button size="small">Pause region</Button>}
        >
          4 throttled requests. Spoor now sends 1.4 per second there instead of 2. About 2 min longer.
        </Banner>
        <Banner tone="info" title="Columns were matched by name" moreCount={2} />
        <Toast
          action={
            <Button variant="ghost" size="small">
              Undo
            </Button>
          }
        >
          Added 604 events to section 3
        </Toast>
        <Toast icon="copy">Copied arn:aws:iam::444455556666:user/support-svc</Toast>
        <div className={layout.row}>
          <Button>Button</Button>
          <Button isDisabled>Disabled</Button>
          <Button variant="primary">Primary</Button>
          <Button variant="danger">Remove 30,120 events</Button>
          <Button variant="ghost">Cancel</Button>
          <IconButton icon="close" label="Close" />
          <LinkButton>Show 112 more</LinkButton>
        </div>
        <div className={layout.row}>
          <Checkbox state={true} onChange={nothing}>
            On
          </Checkbox>
          <Checkbox state="mixed" onChange={nothing}>
            Mixed
          </Checkbox>
          <Checkbox state={false} onChange={nothing}>
            Off
          </Checkbox>
          <Switch isOn onChange={nothing}>
            Group repeats
          </Switch>
          <Switch isOn={false} onChange={nothing}>
            Log scale
          </Switch>
        </div>
        <RadioGroup
          label="Theme"
          choices={[
            { value: 'a', label: 'Chosen' },
            { value: 'b', label: 'Other' },
          ]}
          chosen="a"
          onChoose={nothing}
        />
        <div className={layout.row} style={{ flexWrap: 'wrap' }}>
          {levels.map((level) => (
            <Severity key={level} level={level} />
          ))}
          <Severity level="high" word={false} />
        </div>
        <div className={layout.row} style={{ flexWrap: 'wrap' }}>
          {glyphs.map((kind) => (
            <Meaning key={kind} kind={kind} />
          ))}
        </div>
        <div className={layout.row} style={{ flexWrap: 'wrap' }}>
          {tones.map((tone) => (
            <Tag key={tone} tone={tone}>
              {tone}
            </Tag>
          ))}
          <Tag icon="bookmark" onRemove={nothing} removeLabel="Remove bookmark">
            Bookmarked
          </Tag>
          <TagList tags={['T1136', 'persistence attempt', 'leaked', 'first', 'second']} />
        </div>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
        <div className={layout.row} style={{ flexWrap: 'wrap' }}>
          <Pill field="ip" value="198.51.100.23" onEdit={nothing} onRemove={nothing} />
          <Pill
            field="event"
            value="(DescribeRegions OR GetCallerIdentity)"
            negated
            onEdit={nothing}
            onRemove={nothing}
          />
          <Pill field={null} value="acme-payroll" />
          <Pill field="evnt" value="x" invalid />
        </div>
        <TextField label="Case name" value="ACME-2026-014" onChange={nothing} note="Used as the file name." />
        <TextField
          label="Find a field or value"
          isLabelHidden
          value=""
          onChange={nothing}
          icon="search"
          placeholder="Find a field or value"
          aside={<Keys keys={['f']} />}
        />
        <TextField label="From" value="14 March" onChange={nothing} error="Write it as 2026-03-14 02:00:00." isMono />
        <Segmented
          label="Time zone"
          segments={[
            { value: 'utc', label: 'UTC' },
            { value: 'local', label: 'Local' },
          ]}
          chosen="utc"
          onChoose={nothing}
        />
        <Progress label="Import" fraction={0.93} />
        <Progress label="Waiting" fraction={0.03} tone="paused" />
        <Progress label="Failed" fraction={1} tone="failed" />
        <Progress label="Listing" fraction={null} isShort />
      </div>
    </main>
  );
}
