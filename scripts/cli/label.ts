/** Labels of replicates as `--replicate` takes them. */
import { UserError } from '../../domain/errors.ts';
import { SLUG } from '../../domain/experiment.ts';
import { TEMPLATE_LABEL } from './session.ts';

/** @throws UserError where it is no label, or one that schedules give out */
export function readLabel(written: string): string {
  if (!SLUG.test(written)) {
    throw new UserError(`--replicate '${written}' is no label.`, {
      remedy: 'Use a to z, 0 to 9 and -, beginning with a letter or digit: --replicate second-run',
    });
  }
  if (written === TEMPLATE_LABEL || written.startsWith('at-')) {
    throw new UserError(`--replicate '${written}' is a label that schedules give out.`, {
      remedy: "Choose one that is not 'scheduled' and does not begin with 'at-'.",
    });
  }
  return written;
}
