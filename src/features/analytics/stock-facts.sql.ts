/**
 * Of a segment of a product's stock, what counts of a window: the share of its own day, null where that day does not
 * count, and how many of the days after it do. Columns, so that the sums below do not work them out again.
 */
export function segmentSince(from: string, suffix: string): string[] {
  return [
    `CASE WHEN day >= ${from} THEN share END AS own${suffix}`,
    `greatest(0, day + days_after - greatest(day, ${from} - 1)) AS after${suffix}`,
  ];
}

/** Sums over them. Days and parts of days are added up apart: to make decimals of all days takes longer than the rest. */
export function stockSince(suffix: string): string[] {
  const [own, after] = [`own${suffix}`, `after${suffix}`];
  return [
    `coalesce(sum(${own}), 0) + coalesce(sum(${after}) FILTER (WHERE stays), 0) AS in_stock${suffix}`,
    `count(${own}) + sum(${after}) AS known${suffix}`,
    `sum(((${own} IS NOT NULL)::integer + ${after})::bigint * end_quantity) AS unit_days${suffix}`,
  ];
}

/** Days of the whole window on which there was any. */
export const STOCKED =
  'count(*) FILTER (WHERE own > 0) + coalesce(sum(after) FILTER (WHERE stays), 0) AS stocked';
