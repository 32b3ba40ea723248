import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { barcodeOf } from './catalogue.js';
import { vendorCodeOf } from './card-texts.js';
import { groundTruth } from './ground-truth.js';
import { DAY_MS, moscowMidnight, moscowWeekday } from './moscow-time.js';
import { createSellerList, type Seller } from './sellers.js';
import { DEFAULT_SID } from './tokens.js';
import { worldConfig, type WorldConfig } from './world-config.js';
import { createWorld, ensureDays } from './world.js';

const START = moscowMidnight(Date.parse('2026-08-24T00:00:00Z'));

function sellerAt(config: Partial<WorldConfig>, nowMs: number, sid = DEFAULT_SID): Seller {
  const list = createSellerList(worldConfig(config), START);
  list.register(sid);
  return list.of(sid, nowMs);
}

function truthText(config: Partial<WorldConfig>, nowMs: number, sid?: string): string {
  return JSON.stringify(groundTruth(sellerAt(config, nowMs, sid), nowMs));
}

describe('the world', () => {
  const small = { cards: 40, warehouses: 4, days: 60, sales: 900, seed: 5 };
  const now = START + 60 * DAY_MS + 11 * 3_600_000;

  it('is the same for the same seed and time, and another for another seed or seller', () => {
    const text = truthText(small, now);
    expect(truthText(small, now)).toBe(text);
    expect(truthText({ ...small, seed: 6 }, now)).not.toBe(text);
    expect(truthText(small, now, '00000000-0000-4000-a000-000000000001')).not.toBe(text);
  });

  it('does not depend on the steps in which time went on', () => {
    const walked = sellerAt(small, START);
    for (let day = 0; day < 60; day += 7) walked.ready(START + day * DAY_MS);
    walked.ready(now + 20 * DAY_MS);
    expect(JSON.stringify(groundTruth(walked, now))).toBe(truthText(small, now));
  });

  it('keeps stock: level = initial + replenished + cancelled + returned + adjusted - ordered, never below 0', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 80 * 24 }), (seed, hour) => {
        const at = START + hour * 3_600_000;
        for (const fact of groundTruth(sellerAt({ ...small, seed }, at), at).stock) {
          const { initial, replenished, cancelled, returned, adjusted, ordered } = fact;
          expect(fact.quantity).toBe(initial + replenished + cancelled + returned + adjusted - ordered);
          expect(fact.quantity).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('accounts for every piece ordered: on the way, taken, or back on the shelf', () => {
    const seller = sellerAt(small, now);
    const { orders } = seller.world;
    const second = (now - START) / 1000;
    let kept = 0;
    for (let order = 0; order < orders.at.length && orders.at.at(order) <= second; order += 1) {
      const gone = orders.returnedAt.at(order);
      const taken = orders.cancelled.at(order) === 0 && orders.outcomeAt.at(order) <= second;
      if (taken && (gone < 0 || gone > second)) kept += 1;
    }
    const sum = (pick: (fact: ReturnType<typeof groundTruth>['stock'][number]) => number): number =>
      groundTruth(seller, now).stock.reduce((total, fact) => total + pick(fact), 0);
    const outside = sum((fact) => fact.inWayToClient + fact.inWayFromClient);
    expect(sum((fact) => fact.ordered - fact.cancelled - fact.returned)).toBe(outside + kept);
  });

  it('sells about as much as asked, with stock-outs, dead goods, returns and a weekly season', () => {
    const world = createWorld(worldConfig({ cards: 300, warehouses: 5, days: 84, sales: 20_000 }), 3, START);
    ensureDays(world, START + 84 * DAY_MS - 1);
    const end = 84 * 86_400;
    const { orders, catalogue, movements, shelves, places } = world;
    let sold = 0;
    let returned = 0;
    const weekdays = [0, 0, 0, 0, 0, 0, 0];
    const bySku = new Map<number, number>();
    for (let order = 0; order < orders.at.length; order += 1) {
      if (orders.cancelled.at(order) === 0 && orders.outcomeAt.at(order) <= end) sold += 1;
      if (orders.returnedAt.at(order) >= 0 && orders.returnedAt.at(order) <= end) returned += 1;
      const weekday = moscowWeekday(START + orders.at.at(order) * 1000);
      weekdays[weekday] = (weekdays[weekday] ?? 0) + 1;
      bySku.set(orders.sku.at(order), (bySku.get(orders.sku.at(order)) ?? 0) + 1);
    }
    expect(Math.abs(sold / 20_000 - 1)).toBeLessThan(0.1);
    expect(returned / sold).toBeGreaterThan(0.03);
    expect(returned / sold).toBeLessThan(0.09);
    expect((weekdays[5] ?? 0) / (weekdays[1] ?? 1)).toBeGreaterThan(1.08);
    expect(bySku.size).toBeLessThan(catalogue.skus * 0.95);
    const best = [...bySku.values()].sort((a, b) => b - a);
    const top = best.slice(0, Math.ceil(catalogue.skus * 0.1)).reduce((a, b) => a + b, 0);
    expect(top / orders.at.length).toBeGreaterThan(0.35);
    // Some size that had sold out was supplied again: its level went to 0 and up.
    const level = new Int32Array(catalogue.skus);
    shelves.initial.forEach((pieces, cell) => {
      const sku = Math.floor(cell / places.length);
      level[sku] = (level[sku] ?? 0) + pieces;
    });
    let refilled = 0;
    for (let row = 0; row < movements.at.length; row += 1) {
      const sku = Math.floor(movements.cell.at(row) / places.length);
      if (level[sku] === 0 && movements.kind.at(row) === 1) refilled += 1;
      level[sku] = (level[sku] ?? 0) + movements.quantity.at(row);
    }
    expect(refilled).toBeGreaterThan(5);
  });

  it('gives unique articles, size ids, vendor codes and valid barcodes', () => {
    const world = createWorld(worldConfig({ cards: 500 }), 1, START);
    const { catalogue } = world;
    const barcodes = Array.from(catalogue.chrtIds, (_, sku) => barcodeOf(catalogue, sku));
    const codes = Array.from(catalogue.nmIds, (_, card) => vendorCodeOf(catalogue, card));
    expect(new Set(catalogue.nmIds).size).toBe(500);
    expect(new Set(codes).size).toBe(500);
    expect(new Set(catalogue.chrtIds).size).toBe(catalogue.skus);
    expect(new Set(barcodes).size).toBe(catalogue.skus);
    for (const barcode of barcodes) {
      expect(barcode).toMatch(/^\d{13}$/);
      const sum = [...barcode].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
      expect(sum % 10).toBe(0);
    }
    expect([...catalogue.nmIds].every((nmId, i, all) => nmId > (all[i - 1] ?? 0))).toBe(true);
  });
});
