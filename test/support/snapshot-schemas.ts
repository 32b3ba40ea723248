import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const DOCUMENT = `${import.meta.dirname}/../../docs/metrics.md`;
const BLOCK = /^### (\w+)\n[^#]*?```json\n([^]*?)```/gm;

/** Validates by the JSON Schemas that docs/metrics.md has, under the headings of what they are of. */
export function snapshotSchemas(): (type: string, data: unknown) => string[] {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats.default(ajv);
  for (const [, name = '', schema = ''] of readFileSync(DOCUMENT, 'utf8').matchAll(BLOCK))
    ajv.addSchema(JSON.parse(schema) as object, name);
  return (type, data) => {
    if (ajv.validate(type, data)) return [];
    return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
