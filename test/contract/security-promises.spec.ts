import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const ROOT = `${import.meta.dirname}/../..`;

/** `file` "title" of every promise, as the last column of the tables gives them. */
const PROOFS = [
  ...readFileSync(`${ROOT}/docs/security.md`, 'utf8').matchAll(/`([\w./-]+\.spec\.ts)`(?:: "([^"]+)")?/g),
].map(([, file = '', title]) => [file, title] as const);

describe('a promise of docs/security.md', () => {
  it('is one of many', () => {
    expect(PROOFS.length).toBeGreaterThan(40);
  });

  it('names a test that is there, by a title that is in it', () => {
    const broken = PROOFS.filter(([file, title]) => {
      const path = `${ROOT}/${file}`;
      if (!existsSync(path)) return true;
      return title !== undefined && !titleStandsIn(readFileSync(path, 'utf8'), title);
    });
    expect(broken).toEqual([]);
  });

  it('has a test in every row of every table', () => {
    const rows = readFileSync(`${ROOT}/docs/security.md`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('|') && !/^\|[-| ]+\|$/.test(line));
    // the first row of each table is its head
    const bare = rows.filter((row) => !row.includes('.spec.ts`') && !row.includes('held by'));
    expect(bare).toEqual([]);
  });
});

/** As a literal of whatever quotes; prettier decides on those. */
function titleStandsIn(source: string, title: string): boolean {
  return [`'${title}'`, `"${title}"`, `\`${title}\``, `'${title.replaceAll("'", "\\'")}'`].some((literal) =>
    source.includes(literal),
  );
}
