import type { ReactNode, RefObject } from 'react';
import { Dialog, DialogTrigger, Popover as AriaPopover } from 'react-aria-components';
import type { Placement } from 'react-aria-components/Popover';
import { classNames } from './class-names.ts';
import styles from './Popover.module.css';

interface PopoverProps {
  /** Name of what opens, for assistive technology. */
  label: string;
  /** The button that opens it. Leave out when `isOpen` and `anchor` control it. */
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  anchor?: RefObject<Element | null>;
  placement?: Placement;
  className?: string | undefined;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** Floating panel with any content. Focus moves in, Escape and a press outside close it, focus returns to the trigger. */
export function Popover({
  label,
  trigger,
  isOpen,
  onOpenChange,
  anchor,
  placement = 'bottom start',
  className,
  children,
}: PopoverProps) {
  const content = (
    <AriaPopover
      placement={placement}
      offset={4}
      className={classNames(styles.popover, className)}
      {...(anchor === undefined ? {} : { triggerRef: anchor })}
      {...(trigger !== undefined || isOpen === undefined ? {} : { isOpen })}
      {...(trigger !== undefined || onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Dialog aria-label={label} className={styles.content ?? ''}>
        {({ close }) => (typeof children === 'function' ? children(close) : children)}
      </Dialog>
    </AriaPopover>
  );
  if (trigger === undefined) return content;
  return (
    <DialogTrigger
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {trigger}
      {content}
    </DialogTrigger>
  );
}
