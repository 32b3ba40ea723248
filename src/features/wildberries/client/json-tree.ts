/**
 * JSON as read from the wire. Numbers stay the text they came as: a double would lose digits of money and of ids
 * beyond 2^53.
 */
export type JsonValue = string | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

/** The text is no JSON, ends too early, or is not of the shape asked for. Quotes nothing of the text. */
export class JsonTextError extends Error {}

/** Far above anything the API sends; stops a body from building endless structures in memory. */
const MAX_DEPTH = 32;
const MAX_NODES = 2_000_000;

/** Builds one value out of parser events. */
export class TreeBuilder {
  readonly #open: (JsonValue[] | JsonObject)[] = [];
  readonly #keys: string[] = [];
  #key = '';
  #nodes = 0;
  #value: JsonValue = null;

  get building(): boolean {
    return this.#open.length > 0;
  }

  /** The finished value; also starts over. */
  take(): JsonValue {
    this.#nodes = 0;
    return this.#value;
  }

  key(name: string): void {
    this.#key = name;
  }

  begin(container: JsonValue[] | JsonObject): void {
    if (this.#open.length >= MAX_DEPTH) throw new JsonTextError('nested too deeply');
    this.#open.push(container);
    this.#keys.push(this.#key);
  }

  /** Closes the innermost container. */
  end(): void {
    const container = this.#open.pop();
    this.#key = this.#keys.pop() ?? '';
    if (container) this.put(container);
  }

  put(value: JsonValue): void {
    if ((this.#nodes += 1) > MAX_NODES) throw new JsonTextError('one value is too big');
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#value = value;
    else if (Array.isArray(parent)) parent.push(value);
    // Assigning to this name would set the prototype; no field of the API bears it.
    else if (this.#key !== '__proto__') parent[this.#key] = value;
  }
}
