import { InvalidArgumentError, type Command } from 'commander';

const BATCH = 500;
const MOST = 10_000;

interface Options {
  readonly batch: number;
  readonly json?: boolean;
}

export function addRotateKeys(program: Command): void {
  program
    .command('keys:rotate')
    .summary('encrypt the stored Wildberries keys with the newest of ENCRYPTION_KEYS')
    .description(
      'Encrypts the stored Wildberries keys with the first of ENCRYPTION_KEYS; the others open what was encrypted ' +
        'before. Plain keys of version 1 are encrypted too; with LEGACY_CLIENTS=0 the plain text is taken away then. ' +
        'The server may run meanwhile: a key that somebody changes at the same time stays theirs. Interrupted, run it again.',
    )
    .option('--batch <number>', `keys in one transaction, 1 to ${MOST}`, batchOf, BATCH)
    .option(
      '--json',
      'print JSON: {"checked", "rotated", "encrypted", "cleared", "changedMeanwhile", "damaged", "differing"}',
    )
    .addHelpText(
      'after',
      `
Exit code 2: done, but some keys were left as they were, whose users are named:
  damaged    none of ENCRYPTION_KEYS opens it: add the right one, or have the seller connect again
  differing  the plain key is another than the encrypted one, which is in use`,
    )
    .action(async ({ batch, json }: Options) => {
      const { rotateKeys } = await import('./rotate-keys.js');
      await rotateKeys(batch, json === true);
    });
}

function batchOf(text: string): number {
  const batch = Number(text);
  if (!Number.isInteger(batch) || batch < 1 || batch > MOST)
    throw new InvalidArgumentError(`Expected a number from 1 to ${MOST}.`);
  return batch;
}
