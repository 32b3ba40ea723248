import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface Told {
  readonly began: string[];
  readonly has: string[];
  readonly flags: string[];
}

/** What a process says of itself: what of its settings it began with, and what its children would get. */
const TELL = `
  const ours = (names) => names.filter((name) => name.startsWith('MALLOC_')).sort();
  const began = require('node:fs').readFileSync('/proc/self/environ', 'latin1').split('\\0');
  console.log(JSON.stringify({
    began: ours(began), has: ours(Object.keys(process.env)), flags: process.execArgv.slice(0, -2),
  }))`;

/** Of the program as npm start runs it. */
const FLAGS = (
  JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'));

function told(env: Record<string, string> = {}): Told {
  const text = execFileSync(process.execPath, [...FLAGS, '-e', TELL], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  return JSON.parse(text) as Told;
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('npm start', () => {
  it('begins again with settings for malloc, which its children do not get', () => {
    expect(told()).toEqual({
      began: ['MALLOC_ARENA_MAX=2', 'MALLOC_MMAP_THRESHOLD_=1048576'],
      has: [],
      flags: FLAGS,
    });
  });

  it('leaves it at what somebody has set', () => {
    expect(told({ MALLOC_ARENA_MAX: '7' })).toEqual({
      began: ['MALLOC_ARENA_MAX=7'],
      has: ['MALLOC_ARENA_MAX'],
      flags: FLAGS,
    });
  });
});
