import type { ReactNode, Ref } from 'react';
import { FieldError, Input, Label, Text, TextField as AriaTextField } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './TextField.module.css';

interface TextFieldProps {
  label: string;
  /** The label is read out but not drawn, where place and icon say it. */
  isLabelHidden?: boolean;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  icon?: IconName;
  /** After the text, for example the key that brings the focus here. */
  aside?: ReactNode;
  note?: string;
  /** One sentence; its presence marks the field as invalid. */
  error?: string | null | undefined;
  onSubmit?: (() => void) | undefined;
  autoFocus?: boolean;
  isMono?: boolean;
  size?: 'small' | 'medium';
  inputRef?: Ref<HTMLInputElement>;
  isDisabled?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, isLabelHidden = false, value, onChange, placeholder, icon, aside, note, error, onSubmit } = props;
  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      isInvalid={error != null}
      isDisabled={props.isDisabled ?? false}
      className={styles.field ?? ''}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      {...(props.autoFocus === true ? { autoFocus: true } : {})}
    >
      {isLabelHidden ? null : <Label className={styles.label ?? ''}>{label}</Label>}
      <span className={classNames(styles.control, props.size === 'small' && styles.small)}>
        {icon === undefined ? null : <Icon name={icon} className={styles.icon} />}
        <Input
          className={classNames(styles.input, props.isMono === true && styles.mono)}
          spellCheck="false"
          autoComplete="off"
          {...(placeholder === undefined ? {} : { placeholder })}
          {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) onSubmit?.();
          }}
        />
        {aside}
      </span>
      {note === undefined ? null : (
        <Text slot="description" className={styles.note ?? ''}>
          {note}
        </Text>
      )}
      {error == null ? null : <FieldError className={styles.error ?? ''}>{error}</FieldError>}
    </AriaTextField>
  );
}
