import { XYZ_LEAST_SHARE, XYZ_WEEKS } from './domain/rules.js';
import { ratio } from './figures.sql.js';
import { WEEKS_FROM, WEEKS_UNTIL, type Whose } from './windows.sql.js';

/** The days in stock of each complete week; a segment lies in one week or goes through several. */
const STOCK_BY_WEEK = `
      SELECT product_id, week,
        sum(CASE WHEN day BETWEEN ${WEEKS_FROM} + 7 * week AND ${WEEKS_FROM} + 7 * week + 6 THEN coalesce(share, 0) ELSE 0 END
          + CASE WHEN stays THEN greatest(0, least(day + days_after, ${WEEKS_FROM} + 7 * week + 6)
            - greatest(day, ${WEEKS_FROM} + 7 * week - 1)) ELSE 0 END) AS in_stock
      FROM segments
      CROSS JOIN LATERAL generate_series(greatest((day - ${WEEKS_FROM}) / 7, 0),
        least((day + days_after - ${WEEKS_FROM}) / 7, ${XYZ_WEEKS - 1})) AS week
      GROUP BY product_id, week
    `;

/** How demand varies from week to week: CTEs over segments that go back to the first of the weeks. */
export function weeklyFacts(whose: Whose): string {
  return `
  known AS (
    SELECT product_id, min(CASE WHEN share IS NULL THEN day + 1 ELSE day END) AS since FROM segments GROUP BY product_id
  ), weeks AS MATERIALIZED (
    SELECT k.product_id, k.week, k.in_stock, coalesce(s.sold, 0) AS sold,
      ${ratio('coalesce(s.sold, 0) * 7', 'k.in_stock')} AS rate
    FROM (${STOCK_BY_WEEK}) AS k
    LEFT JOIN (
      SELECT d.product_id, (d.day - ${WEEKS_FROM}) / 7 AS week, sum(d.sold_quantity) AS sold
      FROM sales_daily d JOIN known ON known.product_id = d.product_id
      WHERE ${whose('d')} AND d.day >= ${WEEKS_FROM} AND d.day < ${WEEKS_UNTIL} AND d.day >= known.since
      GROUP BY d.product_id, week
    ) AS s ON s.product_id = k.product_id AND s.week = k.week
    WHERE k.in_stock >= ${XYZ_LEAST_SHARE} * 7
  ), variation AS (
    SELECT product_id, count(*) AS weeks, sum(rate) AS total, sum(rate * rate) AS squares FROM weeks GROUP BY product_id
  )`;
}
