/** The closed list of error codes. Anything else that is thrown is a defect and travels as `internal`. */
export type ErrorCode =
  | 'cancelled'
  | 'not-found'
  | 'invalid-input'
  | 'invalid-query'
  | 'case-locked'
  | 'case-read-only'
  | 'case-from-future'
  | 'case-corrupt'
  | 'not-a-case'
  | 'disk-full'
  | 'file-access'
  | 'aws-auth'
  | 'aws-denied'
  | 'aws-throttled'
  | 'aws-unreachable'
  | 'parse-failed'
  | 'engine-crashed'
  /** This host cannot do that, for example a native dialog in the browser host. */
  | 'unsupported'
  | 'internal';

/** An error as data: what crosses a process or thread border. */
export interface ErrorData {
  code: ErrorCode;
  /** What happened, in one sentence for the user. */
  message: string;
  /** What to do about it. */
  hint?: string | undefined;
  /** Technical detail for the log and the "copy details" button. */
  detail?: string | undefined;
}

/** An expected failure with a code. Converted from foreign errors at the edges only. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, more: { hint?: string; detail?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = more.hint;
    this.detail = more.detail;
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, hint: this.hint, detail: this.detail };
  }
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled.');
}

export function isCancelled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'cancelled';
}

/** Any thrown value as data; defects keep their stack in `detail`. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) return error.toData();
  if (error instanceof Error) return { code: 'internal', message: error.message, detail: error.stack };
  return { code: 'internal', message: String(error) };
}

export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.message, {
    ...(data.hint === undefined ? {} : { hint: data.hint }),
    ...(data.detail === undefined ? {} : { detail: data.detail }),
  });
}
