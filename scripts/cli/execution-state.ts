/** Whether an experiment's workflow is open: Temporal says, because a store cannot know who died. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { UserError } from '../../domain/errors.ts';
import { withinDeadline, type Temporal } from './temporal.ts';

export type ExecutionState = 'open' | 'closed' | 'forgotten';

/**
 * `forgotten`: Temporal's retention is over, or its database was lost.
 *
 * @throws UserError where Temporal does not answer within the deadline
 */
export async function executionState(
  temporal: Temporal,
  id: string,
  deadlineMs?: number,
): Promise<ExecutionState> {
  try {
    const description = await withinDeadline(
      temporal.client,
      () => temporal.client.workflow.getHandle(id).describe(),
      deadlineMs,
      () =>
        new UserError('Temporal does not answer.', { remedy: 'Is `./holdfast up` running? If so, wait.' }),
    );
    return description.status.name === 'RUNNING' ? 'open' : 'closed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'forgotten';
    throw error;
  }
}
