/** Whether an experiment's workflow is open: Temporal says, because a store cannot know who died. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { withinDeadline, type Temporal } from './temporal.ts';

export type ExecutionState = 'open' | 'closed' | 'forgotten';

/** `forgotten`: Temporal's retention is over, or its database was lost. */
export async function executionState(temporal: Temporal, id: string): Promise<ExecutionState> {
  try {
    const description = await withinDeadline(temporal.client, () =>
      temporal.client.workflow.getHandle(id).describe(),
    );
    return description.status.name === 'RUNNING' ? 'open' : 'closed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'forgotten';
    throw error;
  }
}
