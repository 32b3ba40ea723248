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
    if (this.#names.length > 0 || this.#tree.building) throw new JsonTextError('the text ends too early');
    if (!this.#found) throw new JsonTextError('the array is missing');
  }

  #take(token: Token): void {
    const inRow = this.#tree.building;
    switch (token.name) {
      case 'startObject':
      case 'startArray':
        if (inRow || this.#inArray) this.#tree.begin(token.name === 'startArray' ? [] : {});
        else this.#enter(token.name === 'startArray');
        break;
      case 'endObject':
      case 'endArray':
        if (inRow) this.#tree.end();
        else this.#leave();
        if (inRow && !this.#tree.building) this.#rows.push(this.#tree.take());
        break;
      case 'keyValue':
        if (inRow) this.#tree.key(token.value);
        else this.#name = token.value;
        break;
      case 'stringValue':
      case 'numberValue':
      case 'trueValue':
      case 'falseValue':
      case 'nullValue':
        if (inRow) this.#tree.put(token.value);
        else if (this.#inArray) this.#rows.push(token.value);
        else if (token.value === null && this.#atPath()) this.#found = true;
        break;
      default:
        break;
    }
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

/** Reads a small body whole. @throws JsonTextError when it is not JSON or longer than `maxBytes`. */
export async function readJson(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<JsonValue> {
  const parse = jsonParser({ streamValues: false });
  const decoder = new StringDecoder('utf8');
  const tree = new TreeBuilder();
  let size = 0;
  let done = false;
  for await (const piece of body) {
    size += piece.length;
    if (size > maxBytes) throw new JsonTextError('the body is too big');
    for (const token of tokensOf(parse, decoder.write(piece))) {
      if (token.name === 'startObject') tree.begin({});
      else if (token.name === 'startArray') tree.begin([]);
      else if (token.name === 'endObject' || token.name === 'endArray') tree.end();
      else if (token.name === 'keyValue') tree.key(token.value);
      else if ('value' in token) tree.put(token.value);
      done = !tree.building && token.name !== 'keyValue';
    }
  }
  if (!done) throw new JsonTextError('the text ends too early');
  return tree.take();
}

function tokensOf(parse: TokenSource, text: string): readonly Token[] {
  try {
    const result = parse(text);
    return typeof result === 'object' ? result.values : [];
  } catch (error) {
    throw new JsonTextError(error instanceof Error ? error.message : 'not JSON');
  }
}
