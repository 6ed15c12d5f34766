import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** Asks or names. */
  title: string;
  /** What is lost and what is kept. */
  children: ReactNode;
  /** Buttons, the safest first; give that one `autoFocus`. */
  actions?: ReactNode;
  size?: 'medium' | 'wide';
}

/** Centred dialog that holds the focus. Escape cancels, so does a press outside. */
export function Dialog({ isOpen, onClose, title, children, actions, size = 'medium' }: DialogProps) {
  return (
    <Overlay isOpen={isOpen} onClose={onClose} className={size === 'wide' ? styles.wide : undefined}>
      <AriaDialog className={styles.dialog ?? ''}>
        <Heading slot="title" level={2} className={styles.title ?? ''}>
          {title}
        </Heading>
        <div className={styles.body}>{children}</div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </AriaDialog>
    </Overlay>
  );
}

interface OverlayProps {
  isOpen: boolean;
  onClose: () => void;
  placement?: 'centre' | 'top';
  className?: string | undefined;
  children: ReactNode;
}

/** The scrim and box behind every modal surface; the palette and the shortcut sheet bring their own content. */
export function Overlay({ isOpen, onClose, placement = 'centre', className, children }: OverlayProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      className={classNames(styles.scrim, placement === 'top' && styles.top)}
    >
      <Modal className={classNames(styles.box, className)}>{children}</Modal>
    </ModalOverlay>
  );
}
