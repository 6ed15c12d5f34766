import { useState } from 'react';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import { Button } from './Button.tsx';
import { copyText } from './clipboard.ts';
import styles from './ErrorPanel.module.css';
import { Icon } from './Icon.tsx';

interface ErrorPanelProps {
  /** What could not be done, for example "The events could not be read". */
  title: string;
  error: ErrorData;
  onRetry?: (() => void) | undefined;
}

/** The text that "Copy details" puts on the clipboard: enough for a report, without anything of the case. */
export function errorDetails(title: string, error: ErrorData): string {
  return [`${title}`, `code: ${error.code}`, `message: ${error.message}`, error.hint, error.detail]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

/** The error state of a pane. */
export function ErrorPanel({ title, error, onRetry }: ErrorPanelProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div role="alert" className={styles.panel}>
      <Icon name="warning" size={16} className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        <p>{error.message}</p>
        {error.hint === undefined ? null : <p>{error.hint}</p>}
        <div className={styles.actions}>
          {onRetry === undefined ? null : <Button onPress={onRetry}>Try again</Button>}
          <Button
            variant="ghost"
            icon="copy"
            onPress={() => {
              void copyText(errorDetails(title, error)).then(setCopied);
            }}
          >
            {isCopied ? 'Copied' : 'Copy details'}
          </Button>
        </div>
      </div>
    </div>
  );
}
