import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { costOn, costsAfter, type DatedCost } from './product-cost.js';

const days = Array.from({ length: 9 }, (_, i) => `2026-11-0${i + 1}`);
const day = fc.constantFrom(...days);
const unitCost = fc.constantFrom(null, '1.00', '2.00');
const leadTimeDays = fc.constantFrom(null, 0, 7);
const costs = fc.uniqueArray(fc.record({ validFrom: day, unitCost, leadTimeDays }), {
  selector: ({ validFrom }) => validFrom,
  maxLength: 5,
});
const change = fc.record({ unitCost, leadTimeDays }, { requiredKeys: [] });
const valuesOn = (given: readonly DatedCost[], on: string) => {
  const held = costOn(given, on);
  return [held?.unitCost ?? null, held?.leadTimeDays ?? null];
};

describe('costsAfter', () => {
  it('leaves every day before the change as it was', () => {
    fc.assert(
      fc.property(costs, change, day, (given, made, on) => {
        const after = costsAfter(given, made, on);
        for (const past of days.filter((it) => it < on))
          expect(valuesOn(after, past)).toEqual(valuesOn(given, past));
      }),
    );
  });

  it('holds on its day, with what it does not speak of carried over', () => {
    fc.assert(
      fc.property(costs, change, day, (given, made, on) => {
        const [cost, lead] = valuesOn(given, on);
        expect(valuesOn(costsAfter(given, made, on), on)).toEqual([
          made.unitCost === undefined ? cost : made.unitCost,
          made.leadTimeDays === undefined ? lead : made.leadTimeDays,
        ]);
      }),
    );
  });

  it('has one row a day, and none for what changes nothing', () => {
    fc.assert(
      fc.property(costs, change, day, (given, made, on) => {
        const after = costsAfter(given, made, on);
        expect(new Set(after.map(({ validFrom }) => validFrom)).size).toBe(after.length);
        expect(costsAfter(after, made, on)).toEqual(after);
        expect(costsAfter(given, {}, on)).toEqual(given);
      }),
    );
  });
});
