import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './Toast.module.css';

interface ToastProps {
  icon?: IconName;
  children: ReactNode;
  /** "Undo", "Show in folder": a small ghost button. */
  action?: ReactNode;
}

/** One completed action, bottom right. Errors are never toasts. */
export function Toast({ icon = 'check', children, action }: ToastProps) {
  return (
    <div className={styles.toast}>
      <Icon name={icon} size={16} className={icon === 'copy' ? styles.quiet : styles.icon} />
      <span className={styles.text}>{children}</span>
      {action}
    </div>
  );
}
