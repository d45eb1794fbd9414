/** Programs that a model wrote: run in a sandbox only, and what became of them. No times: they are no result. */

/** What a program came to. Everything but a sandbox that cannot start is an outcome. */
export type ProgramRun =
  | {
      readonly status: 'ended';
      readonly exitCode: number;
      /** At most the limit's bytes, as UTF-8; `truncated` where there was more. */
      readonly stdout: string;
      readonly stderr: string;
      readonly truncated: boolean;
    }
  | { readonly status: 'timed-out' }
  | { readonly status: 'out-of-memory' }
  | { readonly status: 'killed'; readonly signal: string };

export interface SandboxLimits {
  readonly wallSeconds: number;
  readonly memoryMiB: number;
  readonly processes: number;
  readonly outputBytes: number;
}
