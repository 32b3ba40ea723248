import { barcodeOf, subjectOf, techSizeOf, type Catalogue } from './catalogue.js';
import { brandOf, colourOf, titleOf, vendorCodeOf } from './card-texts.js';
import type { ManualChanges } from './manual-changes.js';
import { DAY_MS, utcMicros } from './moscow-time.js';
import { TAGS } from './product-names.js';
import { hash32, hashUnit, pick, uuidOf } from './random.js';
import type { World } from './world-state.js';

const DAY_MICROS = DAY_MS * 1000;

/** When a card was made, Unix microseconds: one to 24 months before the world begins. */
function createdMicros(world: World, card: number): number {
  const days = 30 + hashUnit(world.seed, card, 21) * 700;
  return world.startMs * 1000 - Math.floor(days * DAY_MICROS);
}

/** Cards change by themselves every 30 to 120 days; gives how often this one did before `nowMs`. */
function editions(
  world: World,
  card: number,
  nowMs: number,
): { readonly count: number; readonly micros: number } {
  const created = createdMicros(world, card);
  const period = Math.floor((30 + hashUnit(world.seed, card, 22) * 90) * DAY_MICROS);
  const count = Math.max(0, Math.floor((nowMs * 1000 - created) / period));
  return { count, micros: created + count * period };
}

/** updatedAt of a card as of `nowMs`, Unix microseconds. */
export function updatedMicros(world: World, changes: ManualChanges, card: number, nowMs: number): number {
  const touched = changes.cards.get(card)?.updatedMicros ?? 0;
  return Math.max(editions(world, card, nowMs).micros, touched <= nowMs * 1000 + 999 ? touched : 0);
}

export function hasPhoto(catalogue: Catalogue, card: number): boolean {
  return hashUnit(catalogue.seed, card, 23) >= 0.03;
}

/** Group of joined cards: about every third card shares the group of the card before it. */
export function imtIdOf(catalogue: Catalogue, card: number): number {
  const leader = card > 0 && hash32(catalogue.seed, card, 24) % 3 === 0 ? card - 1 : card;
  return 90_000_000 + (catalogue.nmIds[leader] ?? 0);
}

export function tagsOf(catalogue: Catalogue, card: number): readonly (typeof TAGS)[number][] {
  const word = hash32(catalogue.seed, card, 25);
  return word % 10 < 3 ? [pick(TAGS, word >>> 8)] : [];
}

function photosOf(nmId: number): object[] {
  const folder = `https://basket-10.wbbasket.ru/vol${Math.floor(nmId / 1e5)}/part${Math.floor(nmId / 1e3)}/${nmId}/images`;
  const url = (size: string): string => `${folder}/${size}/1.webp`;
  return [
    {
      big: url('big'),
      c246x328: url('c246x328'),
      c516x688: url('c516x688'),
      square: url('square'),
      tm: url('tm'),
    },
  ];
}

/** A card as content/v2/get/cards/list gives it, as of `nowMs`. */
export function cardRow(world: World, changes: ManualChanges, card: number, nowMs: number): object {
  const { catalogue } = world;
  const nmId = catalogue.nmIds[card] ?? 0;
  const subject = subjectOf(catalogue, card);
  const [length, width, height] = subject.box;
  const first = catalogue.firstSku[card] ?? 0;
  const end = catalogue.firstSku[card + 1] ?? first;
  const edition = editions(world, card, nowMs).count + 1;
  const title = titleOf(catalogue, card, changes.cards.get(card)?.touches ?? 0);
  return {
    nmID: nmId,
    imtID: imtIdOf(catalogue, card),
    nmUUID: uuidOf(world.seed, card),
    subjectID: subject.id,
    subjectName: subject.name,
    vendorCode: vendorCodeOf(catalogue, card),
    brand: brandOf(catalogue, card),
    title,
    description: `${title}. Описание карточки, версия ${edition}.`,
    needKiz: subject.needKiz,
    kizMarked: subject.needKiz,
    ...(hasPhoto(catalogue, card) ? { photos: photosOf(nmId) } : {}),
    wholesale: { enabled: false, quantum: 0 },
    dimensions: {
      length,
      width,
      height,
      weightBrutto: Math.round((length * width * height) / 5) / 1000,
      isValid: true,
    },
    characteristics: [
      { id: 14177449, name: 'Цвет', value: [colourOf(catalogue, card)] },
      { id: 88952, name: 'Вес товара с упаковкой (г)', value: Math.round((length * width * height) / 5) },
    ],
    sizes: Array.from({ length: end - first }, (_, i) => ({
      chrtID: catalogue.chrtIds[first + i] ?? 0,
      techSize: techSizeOf(catalogue, first + i),
      wbSize: subject.sizes.length === 0 ? '' : techSizeOf(catalogue, first + i),
      skus: [barcodeOf(catalogue, first + i)],
    })),
    ...(tagsOf(catalogue, card).length > 0 ? { tags: tagsOf(catalogue, card) } : {}),
    createdAt: utcMicros(createdMicros(world, card)),
    updatedAt: utcMicros(updatedMicros(world, changes, card, nowMs)),
  };
}
