import type { GraphqlClient } from '../processes/graphql-client.js';
import { ROWS, type SaleRow, type StockRow } from './batches.js';

interface Payload {
  readonly count: number | null;
  readonly userErrors: readonly { readonly message: string }[];
}

const STOCK = `mutation ($rows: [StockObservationInput!]!) {
  recorded: recordStock(input: {observations: $rows}) { count: written userErrors { message } }
}`;
const SALES = `mutation ($rows: [SaleInput!]!) {
  recorded: recordSales(input: {sales: $rows}) { count: inserted userErrors { message } }
}`;

export function recordStock(seller: GraphqlClient, rows: readonly StockRow[]): Promise<void> {
  return record(seller, STOCK, rows);
}

export function recordSales(seller: GraphqlClient, rows: readonly SaleRow[]): Promise<void> {
  const money = rows.map(({ price, commission, netAmount, ...row }) => ({
    ...row,
    price: { amount: price },
    commission: { amount: commission },
    netAmount: { amount: netAmount },
  }));
  return record(seller, SALES, money);
}

/** @throws Error where not every row was written: that would be fast, and no comparison */
async function record(seller: GraphqlClient, mutation: string, rows: readonly object[]): Promise<void> {
  const { recorded } = await seller.ask<{ recorded: Payload }>(mutation, { rows });
  const { count, userErrors } = recorded;
  if (count !== ROWS) throw new Error(`${count ?? 0} of ${ROWS} rows: ${userErrors[0]?.message ?? ''}`);
}
