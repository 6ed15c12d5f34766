import type { ReactElement, ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { Keys } from './Kbd.tsx';
import styles from './Tooltip.module.css';

interface TooltipProps {
  text: ReactNode;
  keys?: readonly string[];
  placement?: 'top' | 'bottom' | 'left' | 'right';
  /** One focusable element of react-aria-components, or `Focusable` around another one. */
  children: ReactElement;
}

export function Tooltip({ text, keys, placement = 'bottom', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={300} closeDelay={0}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} placement={placement} offset={6}>
        {text}
        {keys === undefined ? null : <Keys keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
