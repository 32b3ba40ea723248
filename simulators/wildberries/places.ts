import { hash32 } from './random.js';

/** A warehouse where stock lies: one of the marketplace or (own) one of the seller. */
export interface Place {
  readonly id: number;
  readonly name: string;
  readonly region: string;
  readonly own: boolean;
  /** The name that orders, sales and remains show while names of Russian warehouses are masked. */
  readonly maskedName: string;
}

const MASK = 'Склад WB РФ';
const MASK_BULKY = 'Склад WB СГТ РФ';

/** id, name, region, and the masked name where the warehouse is abroad (kept) or for bulky goods. */
const MARKETPLACE: readonly (readonly [number, string, string, string?])[] = [
  [507, 'Коледино', 'Центральный'],
  [120762, 'Электросталь', 'Центральный'],
  [117986, 'Казань', 'Приволжский'],
  [130744, 'Краснодар', 'Южный и Северо-Кавказский'],
  [686, 'Новосибирск', 'Дальневосточный и Сибирский'],
  [206348, 'Тула', 'Центральный'],
  [2737, 'Санкт-Петербург Уткина Заводь', 'Северо-Западный'],
  [1733, 'Екатеринбург - Испытателей 14г', 'Уральский'],
  [208277, 'Невинномысск', 'Южный и Северо-Кавказский'],
  [211622, 'Минск', 'Беларусь', 'Минск'],
  [301760, 'Рязань (Тюшевское)', 'Центральный'],
  [218623, 'Подольск СГТ', 'Центральный', MASK_BULKY],
  [300571, 'Екатеринбург - Перспективная 14', 'Уральский'],
  [206236, 'Белые Столбы', 'Центральный'],
  [204939, 'Астана', 'Казахстан', 'Астана'],
  [302335, 'Котовск', 'Центральный'],
  [301809, 'Владимир', 'Центральный'],
  [117501, 'Подольск', 'Центральный'],
  [301983, 'Волгоград', 'Южный и Северо-Кавказский'],
  [300864, 'Сарапул', 'Приволжский'],
];

const OWN: readonly (readonly [string, string])[] = [
  ['склад продавца Иркутск', 'Дальневосточный и Сибирский'],
  ['склад продавца Тверь', 'Центральный'],
];

/** The warehouses of a world: `count` of the marketplace, then `own` of the seller. */
export function placesOf(seed: number, count: number, own: number): readonly Place[] {
  const places: Place[] = [];
  for (let i = 0; i < count; i += 1) {
    const known = MARKETPLACE[i];
    if (known) {
      const [id, name, region, maskedName = MASK] = known;
      places.push({ id, name, region, own: false, maskedName });
    } else {
      places.push({
        id: 400000 + i,
        name: `СЦ ${i + 1}`,
        region: 'Центральный',
        own: false,
        maskedName: MASK,
      });
    }
  }
  OWN.slice(0, own).forEach(([name, region], i) => {
    const id = 900000 + (hash32(seed, 77, i) % 90000);
    places.push({ id, name, region, own: true, maskedName: name });
  });
  return places;
}

/** Where buyers live: country, federal district, region. */
export const DESTINATIONS: readonly (readonly [string, string, string])[] = [
  ['Россия', 'Центральный федеральный округ', 'Московская'],
  ['Россия', 'Центральный федеральный округ', 'Москва'],
  ['Россия', 'Северо-Западный федеральный округ', 'Санкт-Петербург'],
  ['Россия', 'Приволжский федеральный округ', 'Республика Татарстан'],
  ['Россия', 'Приволжский федеральный округ', 'Самарская'],
  ['Россия', 'Южный федеральный округ', 'Краснодарский'],
  ['Россия', 'Южный федеральный округ', 'Ростовская'],
  ['Россия', 'Уральский федеральный округ', 'Свердловская'],
  ['Россия', 'Сибирский федеральный округ', 'Новосибирская'],
  ['Россия', 'Дальневосточный федеральный округ', 'Приморский'],
  ['Беларусь', '', 'Минская'],
  ['Казахстан', '', 'Алматинская'],
];
