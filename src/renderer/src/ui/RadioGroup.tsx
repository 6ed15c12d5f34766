import { Label, Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components';
import styles from './RadioGroup.module.css';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

interface RadioGroupProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  chosen: Value;
  onChoose: (value: Value) => void;
}

export function RadioGroup<Value extends string>({ label, choices, chosen, onChoose }: RadioGroupProps<Value>) {
  return (
    <AriaRadioGroup
      value={chosen}
      onChange={(value) => {
        const choice = choices.find((each) => each.value === value);
        if (choice !== undefined) onChoose(choice.value);
      }}
      orientation="horizontal"
      className={styles.group ?? ''}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} className={styles.radio ?? ''}>
          <span className={styles.dot} />
          {choice.label}
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}
