import { fileProblem } from './file-problems.js';
import type { SheetRow } from './sheet.js';

/** What a column of costs can hold, as the API calls it. */
export type Field = 'productId' | 'wbArticle' | 'wbNmId' | 'unitCost' | 'leadTimeDays';

/** How they are headed, letters and digits alone: in exports, in the marketplace's own sheets, and by hand. */
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  productId: ['id', 'productid'],
  wbArticle: [
    ...['article', 'wbarticle', 'sellerarticle', 'supplierarticle', 'vendorcode', 'sku', 'sellersku'],
    ...['артикул', 'артикултовара', 'артикулпродавца', 'артикулпоставщика', 'вашартикул', 'мойартикул'],
  ],
  wbNmId: [
    ...['nmid', 'wbnmid', 'nm', 'wbid', 'артикулwb', 'артикулвб', 'wbартикул', 'артикулwildberries'],
    ...['номенклатура', 'номенклатураwb', 'кодноменклатуры'],
  ],
  unitCost: [
    ...[
      'unitcost',
      'unitcostrub',
      'cost',
      'costprice',
      'costperunit',
      'purchasecost',
      'purchaseprice',
      'cogs',
    ],
    ...['себестоимость', 'себестоимостьтовара', 'себестоимостьединицы', 'себестоимостьединицытовара', 'сс'],
    ...['закупка', 'закупочнаяцена', 'закупочнаястоимость', 'ценазакупки', 'ценазакупа', 'стоимостьзакупки'],
  ],
  leadTimeDays: [
    ...['leadtimedays', 'leadtime', 'deliverytime', 'deliverydays'],
    ...['срокпоставки', 'времяпоставки', 'днейпоставки', 'срокдоставки', 'времядоставки'],
  ],
};
/** Characters; nobody heads a column of ours with more. */
const MOST_OF_HEADING = 100;
/** Words behind a heading that say of what: "Себестоимость, руб. за шт.". */
const UNITS: ReadonlySet<string> = new Set(
  'руб рублей рублях р rub в за на 1 ед единицу шт штуку unit дней днях дни дн д days day'.split(' '),
);

const FIELD_OF = new Map(
  Object.entries(HEADINGS).flatMap(([field, headings]) =>
    headings.map((heading) => [heading, field as Field] as const),
  ),
);

/** Where in a row what stands. */
export interface Columns {
  readonly places: ReadonlyMap<Field, { readonly index: number; readonly heading: string }>;
  /** Headings of columns that are not looked at. */
  readonly ignored: readonly string[];
}

/** @throws FileProblems when it can not be told what is what, or nothing is there to take */
export function columnsOf({ line, cells }: SheetRow): Columns {
  const places = new Map<Field, { index: number; heading: string }>();
  const ignored: string[] = [];
  cells.forEach((cell, index) => {
    const heading = typeof cell === 'string' ? cell.trim() : '';
    if (heading === '') return;
    const field = heading.length > MOST_OF_HEADING ? undefined : fieldOf(heading);
    const other = field && places.get(field);
    if (other)
      throw fileProblem(
        `The columns "${other.heading}" and "${heading}" mean the same. Leave one of them.`,
        line,
      );
    if (field) places.set(field, { index, heading });
    else ignored.push(heading.slice(0, MOST_OF_HEADING));
  });
  if (!places.has('wbArticle') && !places.has('wbNmId')) {
    throw fileProblem(
      'No column says which product is meant. Head one "article" or "nmId" («Артикул продавца», «Артикул WB»), in the first row.',
      line,
    );
  }
  if (!places.has('unitCost') && !places.has('leadTimeDays')) {
    throw fileProblem(
      'No column has anything to take. Head one "unitCost" or "leadTimeDays" («Себестоимость», «Срок поставки»), in the first row.',
      line,
    );
  }
  return { places, ignored };
}

function fieldOf(heading: string): Field | undefined {
  const words = heading.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (;;) {
    const field = FIELD_OF.get(words.join(''));
    if (field || !UNITS.has(words.at(-1) ?? '')) return field;
    words.pop();
  }
}
