import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { barcodeOf } from './catalogue.js';
import { vendorCodeOf } from './card-texts.js';
import { groundTruth } from './ground-truth.js';
import { DAY_MS, moscowMidnight, moscowWeekday } from './moscow-time.js';
import { createSellerList, type Seller } from './sellers.js';
import { DEFAULT_SID } from './tokens.js';
import { worldConfig, type WorldConfig } from './world-config.js';
import { MOVEMENT } from './world-state.js';
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

  describe('over twelve weeks', () => {
    const world = createWorld(worldConfig({ cards: 300, warehouses: 5, days: 84, sales: 20_000 }), 3, START);
    ensureDays(world, START + 84 * DAY_MS - 1);
    const end = 84 * 86_400;
    const { orders, catalogue, movements, shelves, places } = world;

    it('sells about as much as asked, and a few percent of it come back', () => {
      const all = Array.from({ length: orders.at.length }, (_, order) => order);
      const sold = all.filter(
        (order) => orders.cancelled.at(order) === 0 && orders.outcomeAt.at(order) <= end,
      );
      const back = sold.filter(
        (order) => orders.returnedAt.at(order) >= 0 && orders.returnedAt.at(order) <= end,
      );
      expect(Math.abs(sold.length / 20_000 - 1)).toBeLessThan(0.1);
      expect(back.length / sold.length).toBeGreaterThan(0.03);
      expect(back.length / sold.length).toBeLessThan(0.09);
    });

    it('has a weekly season, a few fast sellers and dead goods', () => {
      const weekdays = new Map<number, number>();
      const sizes = new Map<number, number>();
      for (let order = 0; order < orders.at.length; order += 1) {
        const weekday = moscowWeekday(START + orders.at.at(order) * 1000);
        const sku = orders.sku.at(order);
        weekdays.set(weekday, (weekdays.get(weekday) ?? 0) + 1);
        sizes.set(sku, (sizes.get(sku) ?? 0) + 1);
      }
      expect((weekdays.get(5) ?? 0) / (weekdays.get(1) ?? 1)).toBeGreaterThan(1.08);
      expect(sizes.size).toBeLessThan(catalogue.skus * 0.95);
      const best = [...sizes.values()].sort((a, b) => b - a).slice(0, Math.ceil(catalogue.skus * 0.1));
      expect(best.reduce((a, b) => a + b, 0) / orders.at.length).toBeGreaterThan(0.35);
    });

    it('lets sizes sell out and supplies them again', () => {
      const level = new Int32Array(catalogue.skus);
      shelves.initial.forEach((pieces, cell) => {
        const sku = Math.floor(cell / places.length);
        level[sku] = (level[sku] ?? 0) + pieces;
      });
      let refilled = 0;
      for (let row = 0; row < movements.at.length; row += 1) {
        const sku = Math.floor(movements.cell.at(row) / places.length);
        if (level[sku] === 0 && movements.kind.at(row) === MOVEMENT.replenished) refilled += 1;
        level[sku] = (level[sku] ?? 0) + movements.quantity.at(row);
      }
      expect(refilled).toBeGreaterThan(5);
    });
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
      const digits = Array.from(barcode, Number);
      const sum = digits.reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 1 : 3), 0);
      expect(sum % 10).toBe(0);
    }
    expect([...catalogue.nmIds].every((nmId, i, all) => nmId > (all[i - 1] ?? 0))).toBe(true);
  });
});
