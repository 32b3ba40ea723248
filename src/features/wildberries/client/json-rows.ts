import { StringDecoder } from 'node:string_decoder';
import { jsonParser } from 'stream-json/parser.js';
import type { Token, TokenSource } from 'stream-json/parser.js';
import { JsonTextError, TreeBuilder } from './json-tree.js';
import type { JsonValue } from './json-tree.js';

/**
 * Takes the elements of one array out of a JSON text that comes in pieces: the top-level array (path []) or one
 * under names (path ['data', 'items']). Everything outside of it is skipped; null in its place counts as empty.
 *
 * Drives stream-json's tokenizer directly, packed tokens only, one call per piece: the same tokenizer within a
 * stream pipeline with its defaults is three to four times slower (see README.md for the figures).
 */
export class RowReader {
  readonly #parse = jsonParser({ streamValues: false });
  readonly #decoder = new StringDecoder('utf8');
  readonly #tree = new TreeBuilder();
  /** Names of the containers open outside of rows; '' for an element of some other array. */
  readonly #names: string[] = [];
  #name = '';
  #inArray = false;
  #found = false;
  #started = false;
  #rows: JsonValue[] = [];

  constructor(private readonly path: readonly string[]) {}

  /**
   * @returns the elements completed by this piece.
   * @throws JsonTextError when the text is not JSON.
   */
  push(piece: Uint8Array): JsonValue[] {
    const text = this.#decoder.write(piece);
    const start = !this.#started && text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.#started ||= text.length > 0;
    for (const token of tokensOf(this.#parse, start ? text.slice(start) : text)) this.#take(token);
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** @throws JsonTextError when the text ended too early or held no such array. */
  end(): void {
    for (const token of tokensOf(this.#parse, AFTER_TEXT)) this.#take(token);
    if (this.#names.length > 0 || this.#tree.building) throw new JsonTextError('the text ends too early');
    if (!this.#found) throw new JsonTextError('the array is missing');
  }

  #take(token: Token): void {
    if (this.#tree.building) this.#takeInRow(token);
    else if (this.#inArray && token.name !== 'endArray') this.#takeElement(token);
    else this.#takeOutside(token);
  }

  #takeInRow(token: Token): void {
    feed(this.#tree, token);
    if (!this.#tree.building) this.#rows.push(this.#tree.take());
  }

  #takeElement(token: Token): void {
    if (isOpening(token)) feed(this.#tree, token);
    else if ('value' in token) this.#rows.push(token.value);
  }

  #takeOutside(token: Token): void {
    if (isOpening(token)) this.#enter(token.name === 'startArray');
    else if (token.name === 'endObject' || token.name === 'endArray') this.#leave();
    else if (token.name === 'keyValue') this.#name = token.value;
    else if (token.name === 'nullValue' && this.#atPath()) this.#found = true;
  }

  #enter(isArray: boolean): void {
    if (isArray && this.#atPath()) {
      this.#inArray = true;
      this.#found = true;
    }
    if (this.#names.length >= 32) throw new JsonTextError('nested too deeply');
    this.#names.push(this.#name);
    this.#name = '';
  }

  #leave(): void {
    this.#inArray = false;
    this.#names.pop();
    this.#name = '';
  }

  /** Whether the value that comes now stands where the array is expected. */
  #atPath(): boolean {
    // names[0] is the nameless top; what is open below it must be the path but its last part.
    const depth = this.path.length;
    if (this.#names.length !== depth) return false;
    if (depth === 0) return true;
    for (let i = 1; i < depth; i += 1) if (this.#names[i] !== this.path[i - 1]) return false;
    return this.#name === this.path[depth - 1];
  }
}

/** The tokenizer holds a literal or number at the very end back until something follows it. */
const AFTER_TEXT = '\n';

/** Reads a small body whole. @throws JsonTextError when it is not JSON or longer than `maxBytes`. */
export async function readJson(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<JsonValue> {
  const parse = jsonParser({ streamValues: false });
  const decoder = new StringDecoder('utf8');
  const tree = new TreeBuilder();
  let size = 0;
  const take = (text: string): boolean => {
    const tokens = tokensOf(parse, text);
    for (const token of tokens) feed(tree, token);
    return tokens.length > 0;
  };
  let any = false;
  for await (const piece of body) {
    size += piece.length;
    if (size > maxBytes) throw new JsonTextError('the body is too big');
    any = take(decoder.write(piece)) || any;
  }
  any = take(AFTER_TEXT) || any;
  if (!any || tree.building) throw new JsonTextError('the text ends too early');
  return tree.take();
}

function isOpening(token: Token): boolean {
  return token.name === 'startObject' || token.name === 'startArray';
}

function feed(tree: TreeBuilder, token: Token): void {
  switch (token.name) {
    case 'startObject': {
      tree.begin({});
      return;
    }
    case 'startArray': {
      tree.begin([]);
      return;
    }
    case 'endObject':
    case 'endArray': {
      tree.end();
      return;
    }
    case 'keyValue': {
      tree.key(token.value);
      return;
    }
    default:
      // Packed values; the tokenizer is told to give no others.
      if ('value' in token) tree.put(token.value);
  }
}

function tokensOf(parse: TokenSource, text: string): readonly Token[] {
  try {
    const result = parse(text);
    return typeof result === 'object' ? result.values : [];
  } catch (error) {
    throw new JsonTextError(error instanceof Error ? error.message : 'not JSON');
  }
}
