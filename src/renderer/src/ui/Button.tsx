import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Tooltip } from './Tooltip.tsx';

/** One primary a pane. Danger is tinted, never solid, and its text names the loss. */
export type ButtonVariant = 'default' | 'primary' | 'ghost' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  variant?: ButtonVariant;
  size?: 'small' | 'medium';
  icon?: IconName;
  /** Verb plus object. */
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ variant = 'default', size = 'medium', icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classNames(styles.button, styles[variant], size === 'small' && styles.small)}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {
  icon: IconName;
  /** Read out, and shown as tooltip. */
  label: string;
  /** Keys of the shortcut, printed in the tooltip. */
  keys?: readonly string[];
  size?: 'small' | 'medium';
  variant?: 'ghost' | 'default';
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, keys, size = 'small', variant = 'ghost', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classNames(styles.button, styles.square, styles[variant], size === 'small' && styles.small)}
      >
        <Icon name={icon} />
      </AriaButton>
    </Tooltip>
  );
}

/** Text that acts: "Show 12 more", "Cancel" in the status bar. */
export function LinkButton({
  children,
  ...rest
}: Omit<AriaButtonProps, 'className' | 'style'> & { children: ReactNode }) {
  return (
    <AriaButton {...rest} className={styles.link ?? ''}>
      {children}
    </AriaButton>
  );
}
