/** Data sets that are used but not part of this repository: where each has its public home, and what it must hash to. */

/** A file of a public repository at one commit, so that the address and the content stay what they are. */
export interface Dataset {
  /** How `holdfast data pull` calls it. */
  readonly name: string;
  readonly title: string;
  /** Owner and name of the repository, the commit, and the path in it. */
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  /** Where it lies in the data folder: what example specs name after `${HOLDFAST_DATA}/`. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly problems: number;
  /** With what the licence asks of whoever passes the data on. */
  readonly licence: string;
}

export const DATASETS: readonly Dataset[] = [
  {
    name: 'gsm8k',
    title: 'GSM8K, test split (Cobbe et al. 2021)',
    repository: 'openai/grade-school-math',
    commit: '3101c7d5072418e28b9008a6636bde82a006892c',
    path: 'grade_school_math/data/test.jsonl',
    file: 'word-problems/gsm8k-test.jsonl',
    sha256: '3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14',
    bytes: 749_738,
    problems: 1319,
    licence: 'MIT',
  },
  {
    name: 'algebra',
    title: 'ALGEBRA, 222 problems (He-Yueya et al. 2023)',
    repository: 'joyheyueya/declarative-math-word-problem',
    commit: '7dc99c39f53e108103a84ff8c7ef5d4857ad34ff',
    path: 'algebra222.csv',
    file: 'word-problems/algebra222.csv',
    sha256: '9fa0171d2d427c5b3df1c3ba543317e32366ca5d2c0a843f55d40cec6b528a28',
    bytes: 61_752,
    problems: 222,
    licence: 'CC BY-SA 4.0: name the authors, share changes alike (154 problems are from OpenStax)',
  },
  {
    name: 'svamp',
    title: 'SVAMP (Patel et al. 2021)',
    repository: 'arkilpatel/SVAMP',
    commit: '689d7ccac74b9983a2ac7cc3b264f441b99e7c53',
    path: 'SVAMP.json',
    file: 'word-problems/svamp.json',
    sha256: '5be77703a6d891ae476d7c082787ad361392aa02453b132516cdd5f4e7934e3e',
    bytes: 339_970,
    problems: 1000,
    licence: 'MIT',
  },
];

/** Where raw files of public repositories are served. */
const PUBLIC_HOME = 'https://raw.githubusercontent.com';

/** @param mirror base address of a server with the same paths, in place of the public home */
export function addressOf(dataset: Dataset, mirror?: string): string {
  const base = mirror === undefined || mirror === '' ? PUBLIC_HOME : mirror.replace(/\/+$/, '');
  return `${base}/${dataset.repository}/${dataset.commit}/${dataset.path}`;
}
