import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

const BYTES = 16;
/** Of a sequence: what is above it leaves room for the rows of any batch. */
const HIGHEST_START = 0x7fff_ffff;

/**
 * Ids (UUID version 7) of rows that are written together, each above the one before it. The randomness of all of them is
 * asked for at once: a call for each takes longer than everything else about an id.
 */
export function rowIds(count: number): string[] {
  const random = randomFillSync(new Uint8Array(BYTES * (count + 1)));
  const msecs = Date.now();
  const start = new DataView(random.buffer).getUint32(BYTES * count) & HIGHEST_START;
  return Array.from({ length: count }, (_, index) =>
    uuidv7({
      msecs,
      seq: start + index,
      random: random.subarray(BYTES * index, BYTES * (index + 1)),
    }),
  );
}
