import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  TOP_LEVEL_MEANINGS,
  USER_ERROR_MEANINGS,
  type Meaning,
} from '../../src/platform/errors/error-meanings.js';

const FILE = `${import.meta.dirname}/../../docs/error-codes.md`;

const PAGE = `# Error codes

Made from \`src/platform/errors/error-meanings.ts\` by \`npm run schema:print\`.

Failures come in two places. What a caller of a mutation can act on is in \`userErrors\` of its payload, under HTTP 200.
Everything else is in \`errors\` of the answer. Programs branch on codes; messages are for people and may change. Codes
are added, never renamed or removed.

## Top level: \`errors[].extensions.code\`

\`extensions.requestId\` names the request in the log.

${listOf(TOP_LEVEL_MEANINGS)}

A query for one object answers null for an id that is missing or belongs to somebody else: the two can not be told
apart.

## Mutations: \`userErrors[].code\`

\`field\` is the path inside \`input\`, outermost first, or null. Nothing was changed when there is a user error; the
payload's object is there exactly when there is none.

${listOf(USER_ERROR_MEANINGS)}

What goes wrong in a sync is no error of a request: it stands in
\`syncRuns { nodes { error datasets { state error nextAttemptAt } } }\`.
`;

describe('docs/error-codes.md', () => {
  it('says what the code says (npm run schema:print writes it)', () => {
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(FILE, PAGE);
    expect(readFileSync(FILE, 'utf8')).toBe(PAGE);
  });
});

function listOf(meanings: Readonly<Record<string, Meaning>>): string {
  return Object.entries(meanings)
    .map(([code, { meaning, remedy }]) => `- \`${code}\`: ${meaning}. **Remedy:** ${remedy}.`)
    .join('\n');
}
