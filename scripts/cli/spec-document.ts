/** A spec as YAML: what it says, and the line and column of each thing that it says. */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from 'yaml';
import type { ModelRef } from '../../domain/completion.ts';
import { UserError } from '../../domain/errors.ts';
import type { Json, JsonObject } from '../../domain/json.ts';

export class SpecDocument {
  /** The spec as plain JSON, as it was written. */
  readonly raw: JsonObject;
  readonly #file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  /** @throws UserError for what is no YAML, or no mapping */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true });
    this.#document = document;
    const [broken] = document.errors;
    if (broken !== undefined) {
      throw new UserError(`This is not YAML: ${broken.message.split('\n')[0] ?? ''}`, {
        place: this.#placeAt(broken.pos[0]),
        remedy: 'Mend that line.',
      });
    }
    // Aliases are for a spec's own repetitions: a bomb of them is refused.
    const raw = document.toJS({ maxAliasCount: 100 }) as Json;
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      throw new UserError('A spec is a mapping that begins with `family:`.', {
        place: `${file}:1:1`,
        remedy: 'Examples are in experiments/; ./holdfast new writes one for data of your own.',
      });
    }
    this.raw = raw as JsonObject;
  }

  /** File, line and column of a path in the spec, or of the nearest part of it that is there. */
  placeOf(path: readonly PropertyKey[]): string {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
        if (pair === undefined) break;
        if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
        node = isPair(pair) ? pair.value : undefined;
      } else if (isSeq(node)) {
        node = node.items[Number(key)];
        if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
          offset = Number(node.range[0]);
        }
      } else break;
    }
    return this.#placeAt(offset);
  }

  /** Families write models where they like: it is the first mapping with that endpoint and model, or else the file. */
  placeOfModel(wanted: Pick<ModelRef, 'endpoint'> & Partial<ModelRef>): string {
    let offset: number | undefined;
    visit(this.#document, {
      Map(_key, node) {
        const at = (name: string, value: string): number | undefined => {
          const pair = node.items.find((item) => isScalar(item.key) && item.key.value === name);
          if (pair === undefined || !isScalar(pair.value) || pair.value.value !== value) return undefined;
          return isScalar(pair.key) ? pair.key.range?.[0] : undefined;
        };
        const endpoint = at('endpoint', wanted.endpoint);
        const found = wanted.model === undefined ? endpoint : at('model', wanted.model);
        if (endpoint === undefined || found === undefined) return undefined;
        offset = found;
        return visit.BREAK;
      },
    });
    return offset === undefined ? this.#file : this.#placeAt(offset);
  }

  /** A number or a truth value at a path, as it was written: `1.0`, `007`; undefined for anything else. */
  written(path: readonly PropertyKey[]): string | undefined {
    let node: unknown = this.#document.getIn(path, true);
    if (isAlias(node)) node = node.resolve(this.#document);
    if (!isScalar(node) || !['number', 'boolean'].includes(typeof node.value)) return undefined;
    return node.source ?? String(node.value);
  }

  #placeAt(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#file}:${line}:${col}`;
  }
}

/** `arms.0.models` as keys and indices. */
export function pathOf(dotted: string): PropertyKey[] {
  return dotted === '' ? [] : dotted.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
