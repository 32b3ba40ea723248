import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** One answer as it came over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const FILES = ['general', 'items', 'reports', 'analytics', 'finances', 'supplement'] as const;
export type DocumentName = (typeof FILES)[number];

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Turns an OpenAPI 3.0 document into JSON Schema: `nullable` becomes a second type, and objects take no fields the
 * document does not name, so that an invented field is found as well as a missing one.
 */
function schemaOf(node: Json): Json {
  if (Array.isArray(node)) return node.map(schemaOf);
  if (!isObject(node)) return node;
  const turned: Record<string, Json> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'example' && key !== 'examples') turned[key] = schemaOf(value);
  }
  if (node['nullable'] === true && typeof node['type'] === 'string') turned['type'] = [node['type'], 'null'];
  if (isObject(node['properties']) && node['additionalProperties'] === undefined)
    turned['additionalProperties'] = false;
  return turned;
}

/** Reads the documents beside this file's folder and checks answers against them. */
export class Documents {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  private readonly documents = new Map<DocumentName, JsonObject>();

  constructor(folder: string) {
    addFormats.default(this.ajv);
    this.ajv.addFormat('UUID', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i);
    for (const name of ['uint', 'uint32', 'uint64']) {
      this.ajv.addFormat(name, {
        type: 'number',
        validate: (value: number) => Number.isInteger(value) && value >= 0,
      });
    }
    this.ajv.addFormat('int', { type: 'number', validate: (value: number) => Number.isInteger(value) });
    this.ajv.addFormat('float32', true);
    this.ajv.addFormat('float64', true);
    for (const name of FILES) {
      const document = schemaOf(
        parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')) as Json,
      ) as JsonObject;
      this.documents.set(name, document);
      this.ajv.addSchema(document, name);
    }
  }

  /** What is wrong with an answer of a method; an empty list if it is as documented. */
  check(name: DocumentName, verb: 'get' | 'post', path: string, answer: HttpAnswer): string[] {
    const pointer = ['paths', path, verb, 'responses', String(answer.status)];
    const [response, at] = this.follow(name, pointer);
    if (!response) return [`${name} does not document ${verb} ${path} ${answer.status}`];
    const content = response['content'];
    if (!isObject(content)) return answer.text === '' ? [] : ['a body where none is documented'];
    const type = answer.type.split(';')[0] ?? '';
    if (!isObject(content[type])) return [`${type} is not documented for ${path} ${answer.status}`];
    return this.checkAt(`${name}#${this.encode([...at, 'content', type, 'schema'])}`, answer.text);
  }

  /** The same against a named schema of a document. */
  checkSchema(name: DocumentName, schema: string, answer: HttpAnswer): string[] {
    return this.checkAt(`${name}#${this.encode(['components', 'schemas', schema])}`, answer.text);
  }

  private checkAt(reference: string, text: string): string[] {
    const validate: ValidateFunction = this.ajv.compile({ $ref: reference });
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  }

  private encode(pointer: readonly string[]): string {
    return pointer.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  }

  /** The object a pointer leads to, through one reference, and where it truly stands. */
  private follow(
    name: DocumentName,
    pointer: readonly string[],
  ): [JsonObject | undefined, readonly string[]] {
    let node: Json | undefined = this.documents.get(name);
    for (const part of pointer) node = isObject(node) ? node[part] : undefined;
    if (!isObject(node)) return [undefined, pointer];
    const reference = node['$ref'];
    if (typeof reference !== 'string') return [node, pointer];
    return this.follow(name, reference.slice(2).split('/'));
  }
}
