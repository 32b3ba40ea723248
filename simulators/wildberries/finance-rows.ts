import { barcodeOf, subjectOf, techSizeOf } from './catalogue.js';
import { brandOf, titleOf, vendorCodeOf } from './card-texts.js';
import { reportDates, type Report } from './finance-reports.js';
import { ENTRY, type Ledger } from './ledger.js';
import { amountText, entryMoney } from './ledger-money.js';
import { moscowDate } from './moscow-time.js';
import { ACQUIRING_PERCENT } from './order-money.js';
import { DESTINATIONS } from './places.js';
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

/** The size and order (-1: none) a row speaks of; the size is -1 on rows of the whole seller. */
function aboutOf(
  world: World,
  kind: number,
  subject: number,
): { readonly sku: number; readonly order: number } {
  if (kind === ENTRY.storage || kind === ENTRY.deduction) return { sku: -1, order: -1 };
  if (kind === ENTRY.acceptance) {
    return { sku: Math.floor(world.movements.cell.at(subject) / world.places.length), order: -1 };
  }
  return { sku: world.orders.sku.at(subject), order: subject };
}

function placeOf(world: World, kind: number, subject: number): (typeof world.places)[number] | undefined {
  if (kind === ENTRY.storage || kind === ENTRY.deduction) return undefined;
  const { orders, movements, places } = world;
  return places[
    kind === ENTRY.acceptance ? movements.cell.at(subject) % places.length : orders.place.at(subject)
  ];
}

/** JSON of one row of sales-reports/detailed; only `fields`, if any are named. */
export function financeRow(
  world: World,
  ledger: Ledger,
  row: number,
  report: Report,
  masked: boolean,
  fields: ReadonlySet<string>,
): string {
  const kind = ledger.kinds[row] ?? 0;
  const subject = ledger.subjects[row] ?? 0;
  const happenedMs = worldMs(world, ledger.seconds[row] ?? 0);
  const { sku, order } = aboutOf(world, kind, subject);
  const place = placeOf(world, kind, subject);
  const money = entryMoney(world, ledger, row);
  const prices = money.order;
  const [sellerOperName, docTypeName, bonusTypeName] = WORDS[kind] ?? ['', ''];
  const word = hash32(world.seed, subject, 120);
  const toClient = kind === ENTRY.saleDelivery || kind === ENTRY.cancelDelivery;
  const fromClient = kind === ENTRY.refundDelivery || kind === ENTRY.cancelReturn;
  const reward = prices ? prices.priceWithDisc - prices.forPay : 0;
  // Reward with 20 % tax in it: the tax is a sixth of the whole.
  const tax = Math.round(reward / 6);
  const values: Record<string, unknown> = {
    ...reportDates(report),
    currency: 'RUB',
    reportType: 1,
    rrdId: rrdBase(world) + row,
    giId: place && !place.own ? 20_000_000 + (hash32(world.seed, sku, 94) % 9_000_000) : 0,
    dlvPrc: toClient ? 1.8 : 0,
    fixTariffDateFrom: moscowDate(happenedMs),
    fixTariffDateTo: moscowDate(happenedMs),
    ...(sku < 0 ? NO_PRODUCT : productOf(world, sku)),
    docTypeName,
    quantity: prices ? 1 : 0,
    retailPrice: String(prices?.totalPrice ?? 0),
    retailAmount: amountText(money.retailAmount),
    salePercent: prices?.discountPercent ?? 0,
    commissionPercent: prices?.commissionPercent ?? 0,
    officeName: masked && !place?.own ? 'Склад WB' : (place?.name ?? ''),
    sellerOperName,
    orderDt: midnightZ(order < 0 ? happenedMs : worldMs(world, world.orders.at.at(order))),
    saleDt: midnightZ(happenedMs),
    rrDate: moscowDate(happenedMs),
    shkId: order < 0 ? 0 : 20_000_000_000 + word,
    retailPriceWithDisc: amountText(prices?.priceWithDisc ?? 0),
    deliveryAmount: toClient ? 1 : 0,
    returnAmount: fromClient ? 1 : 0,
    deliveryService: amountText(money.delivery),
    giBoxTypeName: place?.own ? 'Без коробов' : 'Монопаллета',
    productDiscountForReport: prices?.discountPercent ?? 0,
    sellerPromo: '0',
    spp: prices?.spp ?? 0,
    kvwBase: prices?.commissionPercent ?? 0,
    kvw: prices?.commissionPercent ?? 0,
    supRatingUp: 0,
    isKgvpV2: 0,
    ppvzSalesCommission: amountText(reward - tax),
    forPay: amountText(money.forPay),
    ppvzReward: '0',
    acquiringFee: amountText(prices?.acquiringFee ?? 0),
    acquiringPercent: prices ? ACQUIRING_PERCENT : 0,
    paymentProcessing: prices ? 'Комиссия за организацию платежа с НДС' : '',
    acquiringBank: prices ? 'Тинькофф' : '',
    vw: amountText(reward - tax),
    vwNds: amountText(tax),
    ppvzOfficeName: order < 0 ? '' : `Пункт выдачи ${100 + (word % 900)}`,
    ppvzOfficeId: order < 0 ? 0 : 100_000 + (word % 90_000),
    ppvzSupplierName: order < 0 ? '' : 'ООО Партнёр Пример',
    ppvzSupplierInn: order < 0 ? '' : '010101010101',
    declarationNumber: '',
    ...(bonusTypeName === undefined ? {} : { bonusTypeName }),
    stickerId: String(order < 0 ? 0 : 30_000_000_000 + hash32(world.seed, order, 95)),
    country: order < 0 ? '' : pick(DESTINATIONS, hash32(world.seed, order, 93))[0],
    srvDbs: false,
    penalty: amountText(money.penalty),
    additionalPayment: '0',
    rebillLogisticCost: '0',
    paidStorage: amountText(money.storage),
    deduction: amountText(money.deduction),
    paidAcceptance: amountText(money.acceptance),
    orderId: place?.own && order >= 0 ? 2_800_000_000 + order : 0,
    isB2b: false,
    trbxId: '',
    installmentCofinancingAmount: '0',
    wibesDiscountPercent: 0,
    cashbackAmount: '0',
    cashbackDiscount: '0',
    cashbackCommissionChange: '0',
    paymentSchedule: '0',
    deliveryMethod: place?.own ? 'FBS, (МГТ)' : 'FBW, (МГТ)',
    sellerPromoId: 0,
    sellerPromoDiscount: 0,
    loyaltyId: 0,
    loyaltyDiscount: 0,
    uuidPromocode: '',
    salePricePromocodeDiscountPrc: 0,
    articleSubstitution: '',
    salePriceAffiliatedDiscountPrc: 0,
    agencyVat: 0,
    salePriceWholesaleDiscountPrc: 0,
    b2bCustomerTin: '',
    paidWithSocialCertificate: false,
    warehouseLogisticsCoeff: 0,
    orderUid: order < 0 ? '' : `id${sridOf(world, order).slice(4, 28)}`,
    srid: order < 0 ? '' : sridOf(world, order),
  };
  const chosen =
    fields.size === 0
      ? values
      : Object.fromEntries(Object.entries(values).filter(([name]) => fields.has(name)));
  const rest = JSON.stringify(chosen);
  if (fields.size > 0 && !fields.has('reportId')) return rest;
  return `{"reportId":${report.id}${rest === '{}' ? '' : ','}${rest.slice(1)}`;
}
