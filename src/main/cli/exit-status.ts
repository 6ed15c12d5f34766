/** What the command line answers its caller with. */
export const exitStatus = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Done, but not with everything: the problems are listed. */
  problems: 3,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
