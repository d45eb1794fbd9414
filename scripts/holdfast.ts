#!/usr/bin/env node
/**
 * The `holdfast` command: what there is, in the order in which a user meets it. A command's own code is loaded when it is
 * called: `--help` has to come at once.
 */
import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import type { ControlWord } from './commands/control.ts';
import { guarded } from './cli/output.ts';

// Whoever reads us may have seen enough: `show ID | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const program = new Command('holdfast')
  .description('Runs long language-model experiments as durable Temporal workflows.')
  .showHelpAfterError('(holdfast --help shows every command)')
  .configureHelp({ showGlobalOptions: true })
  .option(
    '--home <folder>',
    "the home; by default the checkout's, or what HOLDFAST_HOME or a holdfast.toml says",
  )
  // Everything that is started from here, workers too, works in the same home.
  .on('option:home', (folder: string) => (process.env['HOLDFAST_HOME'] = resolve(folder)))
  // A wrong flag is bad input like any other.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

function command(usage: string, description: string, example: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'print JSON on stdout')
    .addHelpText('after', `\nExample:\n  $ ./holdfast ${example}`);
}

command('up', 'start and supervise the server and the workers of this home', 'up').action(
  guarded(async () => (await import('./commands/up.ts')).up),
);

command(
  'new <responses>',
  "make a study out of people's answers and an item file: writes a spec to go on with",
  "new people.csv --items items.csv --options 'no,perhaps,yes'",
)
  .requiredOption(
    '--items <file>',
    'CSV of items: item_id, text, and options (a|b|c) and key where there are',
  )
  .option('--name <name>', "the study's name: a to z, 0 to 9 and -")
  .option('--out <file>', 'the spec; by default NAME.yaml')
  .option('--covariates <columns>', 'columns that describe persons; by default all that are no items')
  .option('--options <list>', 'options of items that list none, in their order, separated by commas')
  .option('--missing <codes>', 'what stands for a missing answer, separated by commas: -99,NaN')
  .option('--endpoint <name>', 'an endpoint of holdfast.toml: local by default')
  .option('--model <id>', 'the model there: SmolLM2-135M-Instruct by default')
  .option('--who <text>', 'population card: who the people are, as a plural')
  .option('--when <text>', 'population card: when they answered')
  .option('--language <text>', 'population card: in which language')
  .option('--instrument <text>', 'population card: what they answered')
  .option('--response-format <text>', 'population card: in which format')
  .option('--sampling <text>', 'population card: how they came into the sample')
  .option('--licence <text>', 'population card: licence and source of the data')
  .action(guarded(async () => (await import('./commands/new.ts')).newStudy));

command(
  'run <spec>',
  'start an experiment, or attach to it, or show its result',
  'run experiments/alignment/demo.yaml',
)
  .option('--replicate <label>', 'a replicate of its own, with draws of its own')
  .option('--detach', 'start it and return')
  .action(guarded(async () => (await import('./commands/run.ts')).run));

command(
  'plan <spec>',
  'what an experiment would ask, cost and be able to say',
  'plan experiments/alignment/demo.yaml',
)
  .option('--freeze', 'write estimand, primary arm and exclusions beside the spec')
  .action(guarded(async () => (await import('./commands/plan.ts')).plan));

command('list', 'every experiment of this home', 'list')
  .option('--family <family>', 'only this family')
  .action(guarded(async () => (await import('./commands/list.ts')).list));

command('watch <id>', 'follow an experiment; an id may be abbreviated', 'watch alignment/demo').action(
  guarded(async () => (await import('./commands/watch.ts')).watch),
);

command(
  'show <id>',
  'one experiment whole, or cells with what was sent and what came back',
  'show alignment/demo --item S1WantCurse --status ok --limit 5',
)
  .option('--cell <cell>', 'one cell, with what was set aside of it')
  .option('--cells <glob>', 'cells with such a name: * is any text, ? one character')
  .option('--status <status>', 'what came of them: settled, missing, untried, or ok, refused, endpoint ...')
  .option('--person <id>', 'cells about this person, persona or respondent')
  .option('--item <id>', 'cells about this item or problem')
  .option('--limit <n>', 'so many of them: 20 by default')
  .action(guarded(async () => (await import('./commands/show.ts')).show));

const WORDS: readonly (readonly [ControlWord, string])[] = [
  ['pause', 'launch nothing new until it is resumed'],
  ['resume', 'go on after a pause'],
  ['stop', 'end at the next boundary, with a report on what is there'],
  ['retry', 'try again what is missing'],
];
for (const [word, what] of WORDS) {
  const told = command(`${word} <id>`, what, `${word} alignment/demo`);
  if (word === 'retry') told.option('--accept-code', 'go on with the code as it is now; the report says so');
  told.action(
    guarded(async () => {
      const { control } = await import('./commands/control.ts');
      return (id: string, options: { json?: boolean; acceptCode?: boolean }) => control(word, id, options);
    }),
  );
}

command('budget <id>', 'show or set the caps of an open experiment', 'budget alignment/demo --usd 5')
  .option('--calls <n>', 'calls at most')
  .option('--tokens <n>', 'tokens at most')
  .option('--usd <amount>', 'money at most')
  .option('--minutes <n>', 'minutes at most, not counting pauses')
  .option('--sandbox-minutes <n>', 'minutes of programs in the sandbox at most')
  .action(guarded(async () => (await import('./commands/control.ts')).budget));

command(
  'void <id>',
  'set answers aside, so that `run` asks them anew; they are kept, and what was spent stays',
  "void alignment/demo --cells 'smollm2-plain/*' --why 'the server had the wrong weights'",
)
  .option('--cells <glob>', 'answers of these cells: * is any text, ? one character')
  .option('--since <time>', 'answers from this time on: 2026-11-28T13:00Z, or 90m, 6h, 2d ago')
  .option('--worker <id>', 'answers that this worker process brought (`show` lists them)')
  .requiredOption('--why <text>', 'the reason, as the report says it')
  .action(guarded(async () => (await import('./commands/void.ts')).voidAnswers));

command(
  'delete <id>',
  'an experiment and all that only it uses; what it paid stays',
  'delete alignment/demo --dry-run',
)
  .option('--dry-run', 'say what would go, and change nothing')
  .option('--keep-answers', 'leave its answers in the memo, so that nobody pays for them again')
  .option('--yes', 'do it without being asked')
  .action(guarded(async () => (await import('./commands/delete.ts')).deleteCommand));

command(
  'forget <id>',
  "a person's data go from all that this home keeps; figures stay, and say so",
  'forget alignment/demo --person p17',
)
  .option(
    '--person <id>',
    'the person as the file of responses calls them; again for another one',
    (id: string, before: readonly string[] = []) => [...before, id],
  )
  .option('--persons <file>', 'a file with the id of a person a line')
  .option('--dry-run', 'say what would go, and change nothing')
  .option('--yes', 'do it without being asked')
  .action(guarded(async () => (await import('./commands/forget.ts')).forget));

command('du [id]', 'where the bytes of this home are, by experiment and by kind', 'du').action(
  guarded(async () => (await import('./commands/du.ts')).du),
);

const schedule = program
  .command('schedule')
  .description('start a spec again and again, each time as a replicate');
schedule
  .command('create <spec>')
  .description('start the spec by a cron expression')
  .requiredOption('--cron <expression>', 'minute hour day month weekday, UTC')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', "\nExample:\n  $ ./holdfast schedule create spec.yaml --cron '0 3 * * *'")
  .action(guarded(async () => (await import('./commands/schedule.ts')).scheduleCreate));
schedule
  .command('list')
  .description('every schedule of this home')
  .option('--json', 'print JSON on stdout')
  .action(guarded(async () => (await import('./commands/schedule.ts')).scheduleList));
schedule
  .command('delete <id>')
  .description('end a schedule; experiments that it started stay')
  .option('--json', 'print JSON on stdout')
  .action(guarded(async () => (await import('./commands/schedule.ts')).scheduleDelete));

command(
  'report <id>',
  'make the report anew and say where it is',
  'report alignment/demo --figures demo-figures',
)
  .option(
    '--figures <folder>',
    'write every plot as SVG and PDF, every table as CSV and LaTeX, and the methods',
  )
  .action(guarded(async () => (await import('./commands/report.ts')).report));

command(
  'export <id>',
  'tables as CSV and everything as a JSON bundle',
  'export alignment/demo --out demo-export',
)
  .option('--out <folder>', 'where to; by default a folder named for the experiment')
  .action(guarded(async () => (await import('./commands/export.ts')).exportExperiment));

const table = (parent: Command): Command =>
  parent
    .option('--covariates <columns>', 'columns that are no items, separated by commas')
    .option('--weight <column>', 'weight of each person')
    .option('--cluster <column>', 'what is resampled; each person by default')
    .option('--id <column>', 'the person; person_id, id or row names by default')
    .option('--item <column>', 'long files: the item; item_id or item by default')
    .option('--score <column>', 'long files: the answer; score or resp by default')
    .option('--missing <codes>', 'what stands for a missing answer, separated by commas: -9,99,.')
    .option('--items <file>', 'an item file with options and keys')
    .option('--key <file>', 'a CSV of two columns: the item and its key')
    .option('--letters', 'cells hold the letter of an option of the item file: A for the first')
    .option('--encoding <name>', 'of the files, where they are not UTF-8: windows-1252')
    .addOption(
      new Option('--repeats <rule>', 'which response counts where a person answered an item again').choices([
        'first',
        'last',
        'mean',
      ]),
    );

const data = program.command('data').description('data sets that are not part of the repository');
data
  .command('pull <name>')
  .description('bring gsm8k, algebra or svamp from its public home, with its checksum pinned')
  .option('--to <folder>', 'where to; HOLDFAST_DATA by default, else data/ beside the home')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast data pull gsm8k')
  .action(guarded(async () => (await import('./commands/data.ts')).dataPull));

table(data.command('check <responses>'))
  .description('a response file as it is read, item by item, before anything is fitted')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast data check responses.csv --items items.csv')
  .action(guarded(async () => (await import('./commands/data-check.ts')).dataCheck));

const models = program.command('models').description('embedded models beside the built-in one');
models
  .command('list')
  .description('which there are, under which licence, and whether they are here')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast models list')
  .action(guarded(async () => (await import('./commands/models.ts')).modelsList));
models
  .command('pull <name>')
  .description('bring one, after its licence was shown and agreed to')
  .option('--accept-licence', 'agree without being asked')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast models pull gemma3-270m')
  .action(guarded(async () => (await import('./commands/models.ts')).modelsPull));

command('doctor', 'what is there, what is missing, and the command that brings it', 'doctor').action(
  guarded(async () => (await import('./commands/doctor.ts')).doctor),
);

program
  .command('schema [family]')
  .description('the families, or JSON Schema of one family’s spec')
  .addHelpText('after', '\nExample:\n  $ ./holdfast schema alignment > alignment.schema.json')
  .action(guarded(async () => (await import('./commands/schema.ts')).schema));

command('migrate', 'bring the store to this version (`up` does it too)', 'migrate').action(
  guarded(async () => (await import('./commands/migrate.ts')).migrate),
);

const store = program.command('store').description('the file that holds all that was settled');
store
  .command('check')
  .description('look at every page, row and index of the store and of Temporal’s database')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast store check')
  .action(guarded(async () => (await import('./commands/store.ts')).storeCheck));
store
  .command('snapshot')
  .description('copy the store while it is in use (`up` does it once a day)')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast store snapshot')
  .action(guarded(async () => (await import('./commands/store.ts')).storeSnapshot));
store
  .command('salvage')
  .description('bring what can be read of a damaged store into a new file')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast store salvage')
  .action(guarded(async () => (await import('./commands/store.ts')).storeSalvage));

const homeCommand = program.command('home').description('the folder with all that is kept: copy it, move it');
homeCommand
  .command('copy <folder>')
  .description('a second home of its own, also while `up` runs: a backup, or one to try things in')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast home copy /backup/holdfast-monday')
  .action(guarded(async () => (await import('./commands/home.ts')).homeCopy));
homeCommand
  .command('move <folder>')
  .description('the same home in another place')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast home move /data/holdfast')
  .action(guarded(async () => (await import('./commands/home.ts')).homeMove));

const irt = program.command('irt').description('item response models of any response file');
const modelled = (parent: Command): Command =>
  parent
    .addOption(new Option('--model <model>', 'which model: rasch by default').choices(['rasch', '2pl']))
    .addOption(
      new Option(
        '--estimation <how>',
        'maximum likelihood (ml, by default), or with the priors d ~ N(0, 3^2) and log a ~ N(0, .5^2) on every item (map)',
      ).choices(['ml', 'map']),
    )
    .addOption(
      new Option('--latent-variance <value>', 'Rasch: estimate the latent variance, or fix it').choices([
        'free',
        '1',
      ]),
    );

modelled(table(irt.command('fit <responses>')))
  .description('fit a Rasch model or a 2PL to a wide or long CSV')
  .addOption(
    new Option('--se <which>', 'standard errors from the observed information').choices(['observed']),
  )
  .addOption(
    new Option(
      '--control <which>',
      'a negative control: fit the answers of each item shuffled among persons, too',
    ).choices(['shuffle']),
  )
  .option('--draws <n>', 'shuffles of the control: 19 by default')
  .option('--seed <n>', 'seed of the control: 1 by default')
  .option('--information', 'the test information and the standard error of theta, from -6 to 6')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast irt fit responses.csv --model 2pl --se observed --json')
  .action(guarded(async () => (await import('./commands/irt.ts')).irtFit));

modelled(table(irt.command('score <responses>')))
  .description('a score a person (EAP and MAP, with standard errors), as CSV on stdout')
  .option('--fit <file>', 'what `irt fit --json` printed; by default the file itself is fitted')
  .option('--json', 'print JSON on stdout')
  .addHelpText('after', '\nExample:\n  $ ./holdfast irt score responses.csv --fit fit.json > scores.csv')
  .action(guarded(async () => (await import('./commands/irt-score.ts')).irtScore));

table(
  command(
    'align <human> <model>',
    'how closely a model’s item difficulties follow people’s',
    'align people.csv model.csv --draws 1000 --seed 1',
  ),
)
  .option('--draws <n>', 'bootstrap draws', '1000')
  .option('--seed <n>', 'seed of every draw', '1')
  .addOption(
    new Option('--estimation <how>', 'with priors, or maximum likelihood')
      .choices(['map', 'ml'])
      .default('map'),
  )
  .option('--threads <n>', 'worker threads; the figures do not depend on it')
  .action(guarded(async () => (await import('./commands/align.ts')).align));

command(
  'solve [file]',
  'solve the statements of a problem, from a file or standard input',
  'solve problem.txt --json',
)
  .option('--lines', 'one problem a line')
  .action(guarded(async () => (await import('./commands/solve.ts')).solve));

await program.parseAsync();
