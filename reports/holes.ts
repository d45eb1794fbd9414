/** Where the values of an `html` template stand: a small reader of the template's own, trusted markup. */
import { Fault } from '../domain/errors.ts';

/**
 * A place for a value: in text, or inside a double-quoted attribute value. `isWhole`: the value is all of it;
 * `isFragment`: what stands before it begins with `#`.
 */
export type Hole =
  | { readonly kind: 'text' }
  | {
      readonly kind: 'attribute';
      readonly name: string;
      readonly isWhole: boolean;
      readonly isFragment: boolean;
    };

const FORBIDDEN_ATTRIBUTE = /^(?:on.*|style|src|srcset|srcdoc|action|formaction|data|xlink:href)$/;
const RAW_TEXT_ELEMENT = /<(?:script|style|textarea|title|iframe|noscript|template|plaintext|xmp)\b/i;

const cache = new WeakMap<TemplateStringsArray, readonly Hole[]>();

/**
 * The place of each value of a template, found once a template.
 *
 * @throws Fault for a place where no value may stand
 */
export function templateHoles(template: TemplateStringsArray): readonly Hole[] {
  const known = cache.get(template);
  if (known !== undefined) return known;
  const holes = readHoles(template);
  cache.set(template, holes);
  return holes;
}

/** Text, inside a tag, or inside the value of an attribute. */
type State =
  { readonly at: 'text' } | { readonly at: 'tag' } | { readonly at: 'value'; readonly name: string };

function readHoles(template: readonly string[]): readonly Hole[] {
  const holes: Hole[] = [];
  let state: State = { at: 'text' };
  template.forEach((chunk, index) => {
    state = readChunk(chunk, state);
    if (index === template.length - 1) {
      if (state.at !== 'text') throw new Fault(`html: the template ends inside a tag: ${chunk}`);
      return;
    }
    holes.push(holeAt(state, chunk, template[index + 1] ?? ''));
  });
  return holes;
}

function holeAt(state: State, before: string, after: string): Hole {
  if (state.at === 'text') return { kind: 'text' };
  if (state.at === 'tag')
    throw new Fault(`html: a value inside a tag, outside a quoted attribute, after ${before}`);
  if (FORBIDDEN_ATTRIBUTE.test(state.name)) throw new Fault(`html: no value may stand in ${state.name}`);
  return {
    kind: 'attribute',
    name: state.name,
    isWhole: before.endsWith('="') && after.startsWith('"'),
    isFragment: /="#[^"]*$/.test(before),
  };
}

function readChunk(chunk: string, start: State): State {
  if (RAW_TEXT_ELEMENT.test(chunk) || chunk.includes('<!--')) {
    throw new Fault('html: raw-text elements and comments are not for templates');
  }
  let state = start;
  for (let i = 0; i < chunk.length; i++) {
    const character = chunk.charAt(i);
    if (state.at === 'text') {
      if (character === '<') state = { at: 'tag' };
    } else if (state.at === 'value') {
      if (character === '"') state = { at: 'tag' };
    } else if (character === '>') state = { at: 'text' };
    else if (character === "'") throw new Fault('html: attributes are written with double quotes');
    else if (character === '"') state = { at: 'value', name: attributeName(chunk.slice(0, i)) };
  }
  return state;
}

function attributeName(before: string): string {
  const match = /\s([a-zA-Z:-]+)=$/.exec(before);
  if (match?.[1] === undefined) throw new Fault(`html: a quote without an attribute after ${before}`);
  return match[1].toLowerCase();
}
