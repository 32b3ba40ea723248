import { subjectOf, type Catalogue } from './catalogue.js';
import { BRANDS, COLOURS, QUALITIES } from './product-names.js';
import { hash32, pick } from './random.js';

export function brandOf(catalogue: Catalogue, card: number): string {
  return pick(BRANDS, hash32(catalogue.seed, card, 31));
}

export function colourOf(catalogue: Catalogue, card: number): string {
  return pick(COLOURS, hash32(catalogue.seed, card, 32));
}

/** The seller's own article; the running number keeps it unique within the seller. */
export function vendorCodeOf(catalogue: Catalogue, card: number): string {
  const letter = String.fromCharCode(65 + (hash32(catalogue.seed, card, 33) % 26));
  return `${letter}${String(card + 1).padStart(6, '0')}/${colourOf(catalogue, card)}`;
}

/** The title; `touches` counts changes made by hand and shows in it. */
export function titleOf(catalogue: Catalogue, card: number, touches: number): string {
  const quality = pick(QUALITIES, hash32(catalogue.seed, card, 34));
  const edition = touches === 0 ? '' : `, редакция ${touches + 1}`;
  return `${subjectOf(catalogue, card).noun} ${colourOf(catalogue, card)}, ${quality}${edition}`;
}

/** Litres of the package, two decimals. */
export function volumeOf(catalogue: Catalogue, card: number): number {
  const [length, width, height] = subjectOf(catalogue, card).box;
  return Math.round((length * width * height) / 10) / 100;
}
