import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import styles from './Banner.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

export type BannerTone = 'info' | 'warning' | 'error';

interface BannerProps {
  tone: BannerTone;
  icon?: IconName;
  /** The fact. */
  title: string;
  /** One line of consequence. */
  children?: ReactNode;
  /** One action, as a small button. */
  action?: ReactNode;
  /** How many more banners wait behind this one. */
  moreCount?: number;
  onDismiss?: (() => void) | undefined;
}

const icons: Readonly<Record<BannerTone, IconName>> = { info: 'info', warning: 'warning', error: 'warning' };

export function Banner({ tone, icon, title, children, action, moreCount = 0, onDismiss }: BannerProps) {
  return (
    <div className={classNames(styles.banner, styles[tone])} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={icon ?? icons[tone]} size={16} className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {children === undefined ? null : <p>{children}</p>}
      </div>
      <div className={styles.actions}>
        {moreCount > 0 ? <span className={styles.more}>{moreCount} more</span> : null}
        {action}
        {onDismiss === undefined ? null : <IconButton icon="close" label="Dismiss" onPress={onDismiss} />}
      </div>
    </div>
  );
}
