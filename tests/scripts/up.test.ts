/** `holdfast up` where a part of it cannot start: an error with that part's last word, and nothing left running. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdfast } from './holdfast.ts';
import { SCRIPT, workplace } from './workplace.ts';

const MINUTES = 60_000;

test(
  'an endpoint that ends at once is an error with its last word, not a restart for ever',
  async () => {
    const folder = workplace();
    writeFileSync(join(folder, 'script.json'), JSON.stringify({ ...SCRIPT, rulez: [] }));
    const { code, stdout, stderr } = await holdfast(folder, ['up']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/endpoint 'test' does not start.*script\.json/s);
    expect(stderr).toContain(join(folder, '.holdfast', 'logs', 'test.log'));
    for (const left of ['up.json', 'up.pid']) expect(existsSync(join(folder, '.holdfast', left))).toBe(false);
  },
  MINUTES,
);

test(
  'a Temporal server that cannot start is an error with its last word',
  async () => {
    const folder = workplace();
    const { code, stderr } = await holdfast(folder, ['up'], { TEMPORAL_CLI_PATH: process.execPath });
    expect(code).toBe(2);
    expect(stderr).toMatch(/temporal\.log: The Temporal server does not start .*last said: Node\.js/);
  },
  MINUTES,
);
