import type { CallOutput, HostCallName, ParsedInput } from '../shared/contract/calls.ts';
import type { CancelSignal } from '../shared/contract/jobs.ts';

/** Who asks, for handlers of host calls. */
export interface HostContext {
  client: string;
  signal: CancelSignal;
}

export type HostHandler<Name extends HostCallName> = (
  input: ParsedInput<Name>,
  context: HostContext,
) => CallOutput<Name> | Promise<CallOutput<Name>>;

/** One handler for every call of side `host`; leaving one out does not compile. */
export type HostHandlers = { [Name in HostCallName]: HostHandler<Name> };
