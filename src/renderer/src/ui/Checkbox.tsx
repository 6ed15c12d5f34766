import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import styles from './Checkbox.module.css';
import { Icon } from './Icon.tsx';

interface CheckboxProps {
  state: boolean | 'mixed';
  onChange: (checked: boolean) => void;
  /** Leave out only where `label` names it. */
  children?: ReactNode;
  label?: string;
  isDisabled?: boolean;
}

export function Checkbox({ state, onChange, children, label, isDisabled = false }: CheckboxProps) {
  return (
    <AriaCheckbox
      isSelected={state === true}
      isIndeterminate={state === 'mixed'}
      onChange={onChange}
      isDisabled={isDisabled}
      className={styles.checkbox ?? ''}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      <span className={styles.box}>
        {state === true ? <Icon name="check" size={12} /> : null}
        {state === 'mixed' ? <Icon name="minus" size={12} /> : null}
      </span>
      {children}
    </AriaCheckbox>
  );
}
