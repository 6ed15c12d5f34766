import { Component, type ReactNode } from 'react';
import { toErrorData } from '../../../shared/contract/errors.ts';
import { ErrorPanel } from './ErrorPanel.tsx';

interface Props {
  /** For example "This screen cannot be shown". */
  title: string;
  children: ReactNode;
}

/** Keeps a defect in one part of the window from taking the rest down. A new `key` starts afresh. */
export class ErrorBoundary extends Component<Props, { error: unknown; hasFailed: boolean }> {
  override state = { error: null as unknown, hasFailed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <ErrorPanel
        title={this.props.title}
        error={toErrorData(this.state.error)}
        onRetry={() => this.setState({ error: null, hasFailed: false })}
      />
    );
  }
}
