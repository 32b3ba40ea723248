import { barcodeOf, subjectOf, techSizeOf } from './catalogue.js';
import { brandOf, titleOf, vendorCodeOf } from './card-texts.js';
import { reportDates, type Report } from './finance-reports.js';
import { ENTRY, type Ledger } from './ledger.js';
import { amountText, entryMoney } from './ledger-money.js';
import { UNUSED } from './finance-unused-fields.js';
import { moscowDate } from './moscow-time.js';
import { ACQUIRING_PERCENT, type OrderMoney } from './order-money.js';
import { DESTINATIONS, type Place } from './places.js';
import { hash32, pick } from './random.js';
import { sridOf } from './statistics-rows.js';
import { worldMs, type World } from './world-state.js';

/** sellerOperName, docTypeName and bonusTypeName of each kind of row. */
const WORDS: readonly (readonly [string, string, string?])[] = [
  ['Продажа', 'Продажа'],
  ['Логистика', '', 'К клиенту при продаже'],
  ['Возврат', 'Возврат'],
  ['Логистика', '', 'От клиента при возврате'],
  ['Логистика', '', 'К клиенту при отмене'],
  ['Логистика', '', 'От клиента при отмене'],
  ['Штраф', '', 'Штраф МП. Невыполненный заказ (отмена клиентом после недовоза)'],
  ['Обработка товара', ''],
  ['Хранение', ''],
  ['Удержание', '', 'Оказание услуг «ВБ.Продвижение»'],
];

/** First rrdId of a seller; the ledger's position is added, so ids ascend with time and never change. */
export function rrdBase(world: World): number {
  return 1_000_000_000 + (hash32(world.seed, 8) % 900) * 10_000_000;
}

/** Moscow calendar day at midnight "Z", as the documents' examples show finance dates. */
function midnightZ(ms: number): string {
  return `${moscowDate(ms)}T00:00:00Z`;
}

interface Product {
  readonly subjectName: string;
  readonly nmId: number;
  readonly brandName: string;
  readonly vendorCode: string;
  readonly title: string;
  readonly techSize: string;
  readonly sku: string;
}

const NO_PRODUCT: Product = {
  subjectName: '',
  nmId: 0,
  brandName: '',
  vendorCode: '',
  title: '',
  techSize: '',
  sku: '',
};

function productOf(world: World, sku: number): Product {
  if (sku < 0) return NO_PRODUCT;
  const { catalogue } = world;
  const card = catalogue.cardOf[sku] ?? 0;
  return {
    subjectName: subjectOf(catalogue, card).name,
    nmId: catalogue.nmIds[card] ?? 0,
    brandName: brandOf(catalogue, card),
    vendorCode: vendorCodeOf(catalogue, card),
    title: titleOf(catalogue, card, 0),
    techSize: techSizeOf(catalogue, sku),
    sku: barcodeOf(catalogue, sku),
  };
}

/** What a row speaks of; -1 and undefined where it speaks of none. */
interface About {
  readonly sku: number;
  readonly order: number;
  readonly place: Place | undefined;
}

function aboutOf(world: World, kind: number, subject: number): About {
  const { movements, orders, places } = world;
  if (kind === ENTRY.storage || kind === ENTRY.deduction) return { sku: -1, order: -1, place: undefined };
  if (kind !== ENTRY.acceptance) {
    return { sku: orders.sku.at(subject), order: subject, place: places[orders.place.at(subject)] };
  }
  const cell = movements.cell.at(subject);
  return { sku: Math.floor(cell / places.length), order: -1, place: places[cell % places.length] };
}

/** Fields of rows that belong to an order, and what stands in others. */
function orderFields(world: World, order: number, happenedMs: number): Record<string, string | number> {
  if (order < 0) {
    return {
      orderDt: midnightZ(happenedMs),
      shkId: 0,
      ppvzOfficeName: '',
      ppvzOfficeId: 0,
      ppvzSupplierName: '',
      ppvzSupplierInn: '',
      stickerId: '0',
      country: '',
      orderUid: '',
      srid: '',
    };
  }
  const word = hash32(world.seed, order, 120);
  const srid = sridOf(world, order);
  return {
    orderDt: midnightZ(worldMs(world, world.orders.at.at(order))),
    shkId: 20_000_000_000 + word,
    ppvzOfficeName: `Пункт выдачи ${100 + (word % 900)}`,
    ppvzOfficeId: 100_000 + (word % 90_000),
    ppvzSupplierName: 'ООО Партнёр Пример',
    ppvzSupplierInn: '010101010101',
    stickerId: String(30_000_000_000 + hash32(world.seed, order, 95)),
    country: pick(DESTINATIONS, hash32(world.seed, order, 93))[0],
    orderUid: `id${srid.slice(4, 28)}`,
    srid,
  };
}

/** Fields that tell the warehouse; marketplace's names are hidden while they are masked. */
function placeFields(world: World, about: About, masked: boolean): Record<string, string | number> {
  const { place, sku, order } = about;
  const incomeId = 20_000_000 + (hash32(world.seed, sku, 94) % 9_000_000);
  if (place?.own) {
    return {
      giId: 0,
      officeName: place.name,
      giBoxTypeName: 'Без коробов',
      orderId: order < 0 ? 0 : 2_800_000_000 + order,
      deliveryMethod: 'FBS, (МГТ)',
    };
  }
  return {
    giId: place ? incomeId : 0,
    officeName: masked ? 'Склад WB' : (place?.name ?? ''),
    giBoxTypeName: 'Монопаллета',
    orderId: 0,
    deliveryMethod: 'FBW, (МГТ)',
  };
}

/** Fields of sale and refund rows made of the prices of the order, and their zeros in all others. */
function priceFields(prices: OrderMoney | undefined): Record<string, string | number> {
  if (!prices) return NO_PRICES;
  const reward = prices.priceWithDisc - prices.forPay;
  // Reward with 20 % tax in it: the tax is a sixth of the whole.
  const tax = Math.round(reward / 6);
  return {
    quantity: 1,
    retailPrice: String(prices.totalPrice),
    salePercent: prices.discountPercent,
    commissionPercent: prices.commissionPercent,
    retailPriceWithDisc: amountText(prices.priceWithDisc),
    productDiscountForReport: prices.discountPercent,
    spp: prices.spp,
    kvwBase: prices.commissionPercent,
    kvw: prices.commissionPercent,
    ppvzSalesCommission: amountText(reward - tax),
    acquiringFee: amountText(prices.acquiringFee),
    acquiringPercent: ACQUIRING_PERCENT,
    paymentProcessing: 'Комиссия за организацию платежа с НДС',
    acquiringBank: 'Тинькофф',
    vw: amountText(reward - tax),
    vwNds: amountText(tax),
  };
}

const NO_PRICES = {
  quantity: 0,
  retailPrice: '0',
  salePercent: 0,
  commissionPercent: 0,
  retailPriceWithDisc: '0',
  productDiscountForReport: 0,
  spp: 0,
  kvwBase: 0,
  kvw: 0,
  ppvzSalesCommission: '0',
  acquiringFee: '0',
  acquiringPercent: 0,
  paymentProcessing: '',
  acquiringBank: '',
  vw: '0',
  vwNds: '0',
};

/** What the rows of one answer have in common. */
export interface FinanceView {
  readonly world: World;
  readonly ledger: Ledger;
  readonly masked: boolean;
  /** Names of the fields asked for; none is all. */
  readonly fields: ReadonlySet<string>;
}

function allFields(
  { world, ledger, masked }: FinanceView,
  row: number,
  report: Report,
): Record<string, unknown> {
  const kind = ledger.kinds[row] ?? 0;
  const happenedMs = worldMs(world, ledger.seconds[row] ?? 0);
  const about = aboutOf(world, kind, ledger.subjects[row] ?? 0);
  const money = entryMoney(world, ledger, row);
  const [sellerOperName, docTypeName, bonusTypeName] = WORDS[kind] ?? ['', ''];
  const toClient = kind === ENTRY.saleDelivery || kind === ENTRY.cancelDelivery;
  const fromClient = kind === ENTRY.refundDelivery || kind === ENTRY.cancelReturn;
  return {
    ...reportDates(report),
    currency: 'RUB',
    reportType: 1,
    rrdId: rrdBase(world) + row,
    dlvPrc: toClient ? 1.8 : 0,
    fixTariffDateFrom: moscowDate(happenedMs),
    fixTariffDateTo: moscowDate(happenedMs),
    ...productOf(world, about.sku),
    docTypeName,
    sellerOperName,
    saleDt: midnightZ(happenedMs),
    rrDate: moscowDate(happenedMs),
    ...orderFields(world, about.order, happenedMs),
    ...placeFields(world, about, masked),
    ...priceFields(money.order),
    retailAmount: amountText(money.retailAmount),
    forPay: amountText(money.forPay),
    deliveryAmount: toClient ? 1 : 0,
    returnAmount: fromClient ? 1 : 0,
    deliveryService: amountText(money.delivery),
    penalty: amountText(money.penalty),
    paidStorage: amountText(money.storage),
    deduction: amountText(money.deduction),
    paidAcceptance: amountText(money.acceptance),
    ...(bonusTypeName === undefined ? {} : { bonusTypeName }),
    ...UNUSED,
  };
}

/** JSON of one row of sales-reports/detailed; only the fields asked for. */
export function financeRow(view: FinanceView, row: number, report: Report): string {
  const { fields } = view;
  const values = allFields(view, row, report);
  // Ids of daily reports do not fit a number of JavaScript, so this field is written by hand.
  if (fields.size === 0) return `{"reportId":${report.id},${JSON.stringify(values).slice(1)}`;
  const chosen = Object.fromEntries(Object.entries(values).filter(([name]) => fields.has(name)));
  const rest = JSON.stringify(chosen);
  if (!fields.has('reportId')) return rest;
  return `{"reportId":${report.id}${rest === '{}' ? '' : ','}${rest.slice(1)}`;
}
