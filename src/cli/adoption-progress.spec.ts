import { describe, expect, it } from '@jest/globals';
import { clearProgress, tellStep, type Watched } from './adoption-progress.js';

/** A stream that keeps what it is told. */
function streamOf(isTTY: boolean): Watched & { readonly said: string[] } {
  const said: string[] = [];
  return { isTTY, said, write: (text: string | Uint8Array) => said.push(String(text)) > 0 };
}

describe('the progress of an adoption', () => {
  const DONE = { name: 'stock', rows: 1_500_000, seconds: 12.34, proofs: [], notes: [] };

  it('is what is under way, then a line for what is done, on a terminal', () => {
    const terminal = streamOf(true);
    tellStep(terminal, 'stock', null);
    tellStep(terminal, 'stock', DONE);
    tellStep(terminal, 'migrations', { ...DONE, name: 'migrations', rows: 0 });
    clearProgress(terminal);
    expect(terminal.said).toEqual([
      '\u001b[Kstock ...\r',
      '\u001b[Kstock: 1,500,000 rows, 121,556 rows/s, 12.3 s\n',
      '\u001b[Kmigrations: 12.3 s\n',
      '\u001b[K',
    ]);
  });

  it('is not told where nobody watches', () => {
    const file = streamOf(false);
    tellStep(file, 'stock', null);
    tellStep(file, 'stock', DONE);
    clearProgress(file);
    expect(file.said).toEqual([]);
  });
});
