import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment, SETTING_NAMES } from './environment.js';

const read = (file: string): string => readFileSync(`${import.meta.dirname}/../../${file}`, 'utf8');

describe('settings', () => {
  it('are documented in README.md, each of them and no others', () => {
    const table = /\n## Settings\n([^]*?)\n### /.exec(read('README.md'))?.[1] ?? '';
    const documented = [...table.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    expect([...documented].sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('stand in .env.example, each of them and no others', () => {
    expect(Object.keys(parseEnv(read('.env.example'))).sort()).toEqual([...SETTING_NAMES].sort());
  });

  it('have in .env.example the values that they have without it', () => {
    expect(readEnvironment(parseEnv(read('.env.example')) as NodeJS.ProcessEnv)).toEqual(readEnvironment({}));
  });
});
