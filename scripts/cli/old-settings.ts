/** Whether the running workers go by the settings that a command has just read. */
import { oldSettings, oldSettingsError } from '../../services/home/held-settings.ts';
import { modelsOf } from '../../families/block.ts';
import { say } from './output.ts';
import type { Planning, Session } from './session.ts';
import type { SpecFile } from './spec-file.ts';

/** @throws UserError where a worker holds other settings of an endpoint that the study asks, or not its key */
export function refuseOldSettings(
  { home, config }: Pick<Session, 'home' | 'config'>,
  { study }: SpecFile,
): void {
  const all = oldSettings(home, config);
  if (all.length === 0) return;
  const asked = new Set(modelsOf(study.blocks).map(({ endpoint }) => endpoint));
  const old = all.find(({ endpoint }) => asked.has(endpoint));
  if (old !== undefined) throw oldSettingsError(home, old, config.place);
}

/** The same as a line on stderr, where nothing is asked yet. */
export function sayOldSettings({ home, config }: Pick<Planning, 'home' | 'config'>): void {
  if (home === undefined) return;
  for (const old of oldSettings(home, config)) {
    const { message, remedy = '' } = oldSettingsError(home, old, config.place);
    say(`${message} ${remedy}`);
  }
}
