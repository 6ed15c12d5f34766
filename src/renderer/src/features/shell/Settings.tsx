import { densities, themes, timeZones, type AppSettings } from '../../../../shared/contract/app.ts';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { openOverlay } from '../../state/notices.ts';
import { changePreference } from '../../state/preferences.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RadioGroup, type Choice } from '../../ui/RadioGroup.tsx';
import styles from './Settings.module.css';

const themeNames: Record<AppSettings['theme'], string> = { system: 'As the system', light: 'Light', dark: 'Dark' };
const densityNames: Record<AppSettings['density'], string> = { compact: 'Compact', comfortable: 'Comfortable' };
const zoneNames: Record<AppSettings['timeZone'], string> = { utc: 'UTC', local: 'Local' };

function choices<Value extends string>(values: readonly Value[], names: Record<Value, string>): Choice<Value>[] {
  return values.map((value) => ({ value, label: names[value] }));
}

export function Settings() {
  const bridge = useBridge();
  const preferences = useApp((state) => state.preferences);
  const change = (next: Partial<AppSettings>) => {
    changePreference(bridge, next).catch((error: unknown) => reportFailure('The setting could not be stored', error));
  };
  const close = () => openOverlay(null);
  return (
    <Dialog
      isOpen
      onClose={close}
      title="Settings"
      actions={
        <Button autoFocus onPress={close}>
          Done
        </Button>
      }
    >
      <div className={styles.groups}>
        <RadioGroup
          label="Theme"
          choices={choices(themes, themeNames)}
          chosen={preferences.theme}
          onChoose={(theme) => change({ theme })}
        />
        <RadioGroup
          label="Rows"
          choices={choices(densities, densityNames)}
          chosen={preferences.density}
          onChoose={(density) => change({ density })}
        />
        <RadioGroup
          label="Times"
          choices={choices(timeZones, zoneNames)}
          chosen={preferences.timeZone}
          onChoose={(timeZone) => change({ timeZone })}
        />
      </div>
      <p className={styles.note}>Exports and copies are always in UTC.</p>
    </Dialog>
  );
}
