import { classNames } from './class-names.ts';
import styles from './Icon.module.css';
import { iconPaths, type IconName } from './icon-paths.ts';

interface IconProps {
  name: IconName;
  /** 14 beside text, 16 alone, 18 in the rail. */
  size?: 12 | 14 | 16 | 18 | 20;
  className?: string | undefined;
  /** Set only where the icon alone carries the meaning; otherwise it is hidden from assistive technology. */
  label?: string;
}

export function Icon({ name, size = 14, className, label }: IconProps) {
  return (
    <svg
      className={classNames(styles.icon, className)}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
