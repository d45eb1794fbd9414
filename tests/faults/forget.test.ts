/** A person's data are removed from all that a home keeps: afterwards no byte of it is there, and everything says so. */
import { cpSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { filesUnder } from '../../services/home/files-under.ts';
import { TestHome } from './home.ts';
import { scriptedStudy } from './study.ts';

interface Finished {
  readonly id: string;
  readonly state: string;
  readonly resultHash: string;
  readonly report: string;
  readonly spend: { readonly calls: number; readonly memoHits: number };
}

interface Forgotten {
  readonly experiments: readonly { readonly id: string; readonly cells: number }[];
  readonly answers: number;
  readonly left: readonly string[];
  readonly reports: number;
}

const PERSON = 'quokka-7741';
const NOTE = 'keeps a wombat called Ottoline';

/** Twelve people; the fifth has an id and a description like nobody's. */
function study(): Record<string, string> {
  const files = scriptedStudy({ persons: 12, items: 10, concurrency: 8, latencyMs: 2 });
  const [header = '', ...rows] = (files['people.csv'] ?? '').split('\n');
  const people = rows.map((row, index) => {
    const [id, ...answers] = row.split(',');
    return [index === 4 ? PERSON : id, index === 4 ? `"${NOTE}"` : `is person ${index}`, ...answers].join(
      ',',
    );
  });
  const spec = parse(files['study.yaml'] ?? '') as {
    people: object;
    arms: { respondents: object }[];
    analysis: object;
  };
  const arm = { ...spec.arms[0], respondents: { kind: 'people', phrase: 'someone who {note}' } };
  const whole = { ...spec, people: { ...spec.people, covariates: ['note'] }, arms: [arm] };
  return {
    ...files,
    'people.csv': [header.replace('person_id', 'person_id,note'), ...people].join('\n'),
    'study.yaml': stringify(whole),
    'other.yaml': stringify({ ...whole, name: 'other', analysis: { draws: 101, splits: 20 } }),
  };
}

test('after `forget` a scan of every byte of the home finds nothing of the person', async () => {
  const home = new TestHome('forget', study());
  const folder = home.file('home');
  const findings = (): string[] =>
    filesUnder(folder).filter((path) => {
      const bytes = readFileSync(path);
      return [PERSON, NOTE].some((text) => bytes.includes(text));
    });
  const forget = ['forget', 'alignment/scripted-letters', '--person', PERSON];
  try {
    await home.up();
    const first = await home.run<Finished>('study.yaml');
    const other = await home.run<Finished>('other.yaml');
    expect([first.spend.calls, other.spend.memoHits]).toEqual([120, 120]);
    // Set aside and asked anew, so that it stands in two answers; a snapshot; an export; a log; a copy that was set aside.
    const why = `${PERSON} was asked wrongly`;
    await home.json('void', first.id, '--cells', `*${PERSON}/i1/*`, '--why', why);
    const anew = await home.run<Finished>('study.yaml');
    expect(anew.spend.calls).toBe(121);
    await home.json('store', 'snapshot');
    await home.json('export', first.id, '--out', join(folder, 'export'));
    writeFileSync(
      join(folder, 'logs', 'old.log'),
      `fine\ncell letters/letters@1:${PERSON}/i3/w0o0 failed\nfine too`,
    );
    cpSync(join(folder, 'store.sqlite'), join(folder, 'store.sqlite.damaged-20261128T100000Z'));

    // While `up` runs: its workers know the person.
    const refused = await home.command(...forget, '--yes');
    expect([refused.code, refused.stderr.includes('End it with Ctrl-C')]).toEqual([2, true]);
    await home.end();
    for (const words of [
      ['forget', 'nobody', '--person', PERSON, '--yes'],
      ['forget', first.id, '--person', 'p99', '--yes'],
      ['forget', first.id, '--yes'],
      ['forget', first.id, '--persons', 'no-file', '--yes'],
      forget,
    ])
      expect({ words, code: (await home.command(...words)).code }).toEqual({ words, code: 2 });
    const dry = await home.json<Forgotten>(...forget, '--dry-run');
    expect(dry.experiments.map(({ cells }) => cells)).toEqual([10, 10]);
    expect(findings().length).toBeGreaterThan(8);

    const done = await home.json<Forgotten>(...forget, '--yes');
    expect(done).toMatchObject({ answers: 11, left: [], reports: 2 });
    expect(home.leftOver()).toEqual([]);
    expect(findings()).toEqual([]);
    expect(readFileSync(join(folder, 'logs', 'old.log'), 'utf8')).toBe('fine\nfine too');

    // The figures are there, what was paid too, and all of them say what went.
    const [shown, ...more] = (
      await home.json<{ id: string; settled: number; cells: number; calls: number }[]>('list')
    ).filter(({ id }) => id === first.id);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ cells: 110, settled: 110, calls: 121 });
    for (const { id, report, resultHash } of [anew, other]) {
      const mark = "One person's data were removed after this was computed";
      expect((await home.command('show', id)).stdout).toContain(mark);
      expect(readFileSync(report, 'utf8').replaceAll('&#39;', "'")).toContain(mark);
      expect((await home.json<Finished>('report', id)).resultHash).toBe(resultHash);
    }
    expect((await home.command('void', first.id, '--cells', '*', '--why', 'x')).code).toBe(2);

    // Neither file nor person comes back unnoticed.
    await home.up();
    const replicate = await home.command('run', home.file('study.yaml'), '--replicate', 'again', '--json');
    expect([replicate.code, replicate.stderr.includes('holds them still')]).toEqual([2, true]);
    const without = readFileSync(home.file('people.csv'), 'utf8').split('\n');
    const left = without.filter((line) => !line.startsWith(PERSON));
    writeFileSync(home.file('people.csv'), left.join('\n'));
    const fresh = await home.run<Finished>('study.yaml');
    expect(fresh.id).not.toBe(first.id);
    expect([fresh.state, fresh.spend.calls, fresh.spend.memoHits]).toEqual(['completed', 0, 110]);
    await home.end();
    expect(findings()).toEqual([]);
  } finally {
    await home.close();
  }
}, 300_000);

test('a removal that was cut off is brought to its end', async () => {
  const home = new TestHome('forget-cut-off', study());
  const folder = home.file('home');
  try {
    await home.up();
    expect((await home.command('run', home.file('study.yaml'), '--json')).code).toBe(0);
    await home.end();
    // A folder in the place of the file that is written last before the rows go: it cannot be replaced.
    const forget = ['forget', 'scripted-letters', '--yes', '--person', PERSON];
    const snapshots = join(folder, 'snapshots');
    // A file in the place of the folder: the snapshot at the end of the sweep cannot be taken.
    writeFileSync(snapshots, '');
    expect((await home.command(...forget)).code).not.toBe(0);
    expect(existsSync(join(folder, 'forgetting.json'))).toBe(true);
    renameSync(snapshots, home.file('aside'));
    const refused = await home.command('forget', 'scripted-letters', '--yes', '--person', 'p1');
    expect([refused.code, refused.stderr.includes('cut off')]).toEqual([2, true]);
    expect(await home.json<Forgotten>(...forget)).toMatchObject({ removed: true, left: [] });
    const found = filesUnder(folder).filter((path) => readFileSync(path).includes(PERSON));
    expect(found).toEqual([]);
  } finally {
    await home.close();
  }
}, 240_000);
