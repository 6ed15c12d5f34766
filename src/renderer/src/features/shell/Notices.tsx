import { useEffect, useRef, useState } from 'react';
import { dismissBanner, dismissToast, useNotices, type ToastNotice } from '../../state/notices.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Toast } from '../../ui/Toast.tsx';
import styles from './Notices.module.css';

/** One banner at a time, errors first; it pushes the screen down. */
export function Banners() {
  const banners = useNotices((state) => state.banners);
  const first = banners.find((banner) => banner.tone === 'error') ?? banners[0];
  if (first === undefined) return null;
  const { action } = first;
  return (
    <div className={styles.banner}>
      <Banner
        key={first.id}
        tone={first.tone}
        title={first.title}
        moreCount={banners.length - 1}
        {...(action === undefined
          ? {}
          : {
              action: (
                <Button size="small" onPress={action.run}>
                  {action.label}
                </Button>
              ),
            })}
        onDismiss={first.isLasting === true ? undefined : () => dismissBanner(first.id)}
      >
        {first.text}
      </Banner>
    </div>
  );
}

export function Toasts() {
  const toast = useNotices((state) => state.toasts[0]);
  return (
    <div role="status" className={styles.toasts}>
      {toast === undefined ? null : <TimedToast key={toast.id} toast={toast} />}
    </div>
  );
}

const toastMs = 6_000;

/** Leaves after 6 s; the time stands still while the pointer or the focus is on it. */
function TimedToast({ toast }: { toast: ToastNotice }) {
  const [isHeld, setHeld] = useState(false);
  const leftMs = useRef(toastMs);
  useEffect(() => {
    if (isHeld) return;
    const startMs = performance.now();
    const timer = setTimeout(() => dismissToast(toast.id), leftMs.current);
    return () => {
      clearTimeout(timer);
      leftMs.current -= performance.now() - startMs;
    };
  }, [isHeld, toast.id]);
  const { action } = toast;
  return (
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Toast
        {...(toast.icon === undefined ? {} : { icon: toast.icon })}
        action={
          action === undefined ? null : (
            <Button
              variant="ghost"
              size="small"
              onPress={() => {
                dismissToast(toast.id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )
        }
      >
        {toast.text}
      </Toast>
    </div>
  );
}

/** Asks before something is lost. The safe answer has the focus. */
export function QuestionDialog() {
  const question = useNotices((state) => state.question);
  if (question === null) return null;
  return (
    <Dialog
      isOpen
      onClose={() => question.answer(false)}
      title={question.title}
      actions={
        <>
          <Button variant="ghost" autoFocus onPress={() => question.answer(false)}>
            {question.cancelLabel}
          </Button>
          <Button variant={question.isDanger ? 'danger' : 'primary'} onPress={() => question.answer(true)}>
            {question.confirmLabel}
          </Button>
        </>
      }
    >
      {question.body}
    </Dialog>
  );
}
