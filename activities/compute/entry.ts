/** What each compute thread runs. */
import { serveTasks } from '../../services/compute/serve.ts';
import { runDraws } from './tasks.ts';

serveTasks({ draws: runDraws });
