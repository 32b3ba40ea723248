import { IntColumn } from './columns.js';
import { PLAIN_SUBJECTS, SIZED_SUBJECTS, type Subject } from './product-names.js';
import { createRandom, hash32, hashUnit, pick } from './random.js';
import type { WorldConfig } from './world-config.js';

const SUBJECTS: readonly Subject[] = [...SIZED_SUBJECTS, ...PLAIN_SUBJECTS];

/** Cards and their sizes as columns; rows of one card's sizes stand together. */
export interface Catalogue {
  readonly seed: number;
  readonly cards: number;
  readonly skus: number;
  /** Article (nmID) of each card, ascending. */
  readonly nmIds: Int32Array;
  readonly subjects: Uint8Array;
  /** Full price of each card, whole roubles. */
  readonly prices: Int32Array;
  /** Seller's usual discount of each card, percent. */
  readonly discounts: Uint8Array;
  /** First size of each card; one more entry than cards, so that the end of the last is there too. */
  readonly firstSku: Int32Array;
  /** Card of each size. */
  readonly cardOf: Int32Array;
  /** Size id (chrtID) of each size, ascending. */
  readonly chrtIds: Int32Array;
  /** Place of each size in its subject's scale; -1 for goods without sizes. */
  readonly scale: Int32Array;
}

/** Spreads ids over a range of the seller, never twice: one id in each stretch of `step`. */
function idAt(base: number, step: number, seed: number, row: number): number {
  return base + row * step + (hash32(seed, row, step) % step);
}

/** Draws the cards of a world. */
export function createCatalogue(config: WorldConfig, seed: number): Catalogue {
  const random = createRandom(seed, 11);
  const [least, most] = config.sizesPerCard;
  const nmIds = new Int32Array(config.cards);
  const subjects = new Uint8Array(config.cards);
  const prices = new Int32Array(config.cards);
  const discounts = new Uint8Array(config.cards);
  const firstSku = new Int32Array(config.cards + 1);
  const cardOf = new IntColumn();
  const scale = new IntColumn();
  const nmBase = 140_000_000 + (hash32(seed, 1) % 60_000_000);
  for (let card = 0; card < config.cards; card += 1) {
    const sizes = least + Math.floor(random() * (most - least + 1));
    const pool = sizes > 1 ? SIZED_SUBJECTS.filter((known) => known.sizes.length >= sizes) : SUBJECTS;
    const subject = pick(pool, Math.floor(random() * 4096));
    const [low, high] = subject.price;
    nmIds[card] = idAt(nmBase, 61, seed, card);
    subjects[card] = SUBJECTS.indexOf(subject);
    prices[card] = Math.round((low + (high - low) * random() ** 2) / 10) * 10;
    discounts[card] = 5 + Math.floor(random() * 11) * 5;
    firstSku[card] = cardOf.length;
    const start = Math.floor(random() * (subject.sizes.length - sizes + 1));
    for (let i = 0; i < sizes; i += 1) {
      cardOf.push(card);
      scale.push(subject.sizes.length === 0 ? -1 : start + i);
    }
  }
  firstSku[config.cards] = cardOf.length;
  const chrtBase = 300_000_000 + (hash32(seed, 2) % 60_000_000);
  const chrtIds = new Int32Array(cardOf.length);
  for (let sku = 0; sku < chrtIds.length; sku += 1) chrtIds[sku] = idAt(chrtBase, 17, seed, sku);
  return {
    seed,
    cards: config.cards,
    skus: cardOf.length,
    nmIds,
    subjects,
    prices,
    discounts,
    firstSku,
    cardOf: cardOf.view(),
    chrtIds,
    scale: scale.view(),
  };
}

export function subjectOf(catalogue: Catalogue, card: number): Subject {
  return pick(SUBJECTS, catalogue.subjects[card] ?? 0);
}

/** The technical size; goods without sizes have '0', as the marketplace writes it. */
export function techSizeOf(catalogue: Catalogue, sku: number): string {
  const place = catalogue.scale[sku] ?? -1;
  return subjectOf(catalogue, catalogue.cardOf[sku] ?? 0).sizes[place] ?? '0';
}

/** 13 digits: prefix, three digits of the seller, seven of the size, and the check digit of EAN-13. */
export function barcodeOf(catalogue: Catalogue, sku: number): string {
  const digits = `20${String(hash32(catalogue.seed, 3) % 1000).padStart(3, '0')}${String(sku).padStart(7, '0')}`;
  let sum = 0;
  for (let i = 0; i < 12; i += 1) sum += Number(digits[i]) * (i % 2 === 0 ? 1 : 3);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** The seller's discount of a card on a day of the world, percent: it moves a little every four weeks. */
export function discountOn(catalogue: Catalogue, card: number, day: number): number {
  const phase = hash32(catalogue.seed, card, 41) % 28;
  const step = Math.floor(hashUnit(catalogue.seed, card, 100 + Math.floor((day + phase) / 28)) * 4) * 5 - 5;
  return Math.min(75, Math.max(0, (catalogue.discounts[card] ?? 0) + step));
}
