/** What each thread of the alignment benchmark runs. */
import { serveTasks } from '../../services/compute/serve.ts';
import { coverageRuns } from './coverage.ts';
import { recovery } from './recovery.ts';

serveTasks({ coverage: coverageRuns, recovery });
