/**
 * Seeded random numbers. The generator is sfc32 ("Small Fast Counter", Chris Doty-Humphrey, PractRand, public
 * domain); the mixing step is the 32-bit finaliser of MurmurHash3 (Austin Appleby, public domain). Both are a few
 * integer operations, so whole worlds can be drawn quickly and always the same.
 */

/** Draws the next number in [0, 1). */
export type Random = () => number;

function finalise(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Mixes a seed and two numbers into one unsigned 32-bit word; the same input always gives the same word. */
export function hash32(seed: number, a: number, b = 0): number {
  const first = finalise((seed ^ Math.imul(a + 1, 0x9e3779b1)) >>> 0);
  return finalise((first ^ Math.imul(b + 0x7f4a7c15, 0x85ebca77)) >>> 0);
}

/** Same as hash32, as a fraction in [0, 1). */
export function hashUnit(seed: number, a: number, b = 0): number {
  return hash32(seed, a, b) / 4294967296;
}

/** A 32-bit word of a text (FNV-1a), to mix seller ids into seeds. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return finalise(h >>> 0);
}

/** A sfc32 stream for one purpose (`stream`) of one seed. */
export function createRandom(seed: number, stream: number): Random {
  let a = hash32(seed, stream, 1);
  let b = hash32(seed, stream, 2);
  let c = hash32(seed, stream, 3);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

/** A draw of the Poisson distribution; above 40 the normal approximation is close enough for daily demand. */
export function poisson(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 40) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const bound = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > bound; product *= random()) count += 1;
  return count;
}

/** The element of a non-empty list that a 32-bit word points at. */
export function pick<T>(list: readonly T[], word: number): T {
  const element = list[word % list.length];
  if (element === undefined) throw new RangeError('cannot pick from an empty list');
  return element;
}

/** A deterministic UUID (version 4 form) of a seed and a number. */
export function uuidOf(seed: number, a: number): string {
  const hex = [4, 5, 6, 7].map((word) => hash32(seed, a, word).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
