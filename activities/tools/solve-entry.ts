/** What the solver's thread runs: the nonlinear rest, as a tree. */
import {
  solveNonlinear,
  type NonlinearAnswer,
  type NonlinearSystem,
} from '../../methods/equations/nonlinear.ts';
import { serveTasks } from '../../services/compute/serve.ts';

serveTasks({
  // The library sets itself up at its first use, which no problem should pay for.
  ready: () => void solveNonlinear({ unknowns: [], equations: [] }),
  nonlinear: (system: NonlinearSystem): NonlinearAnswer => {
    try {
      return solveNonlinear(system);
    } catch {
      // The library gave up on the system; that is no fault of ours, nor does it say that there is no root.
      return { kind: 'nothing' };
    }
  },
});
