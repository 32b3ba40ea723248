/** Sums over the segments of a product's stock, from a day of the window on. */
export function stockSince(from: string, suffix: string): string[] {
  const { own, after } = daysSince(from);
  return [
    `sum(${own} * coalesce(share, 0) + CASE WHEN stays THEN ${after} ELSE 0 END) AS in_stock${suffix}`,
    `sum(${own} + ${after}) AS known${suffix}`,
    `sum((${own} + ${after})::bigint * end_quantity) AS unit_days${suffix}`,
  ];
}

/** Days on which there was any. */
export function stockedSince(from: string): string {
  const { own, after } = daysSince(from);
  return `sum(${own} * (coalesce(share, 0) > 0)::integer + CASE WHEN stays THEN ${after} ELSE 0 END) AS stocked`;
}

/** Of a segment: whether its own day counts, and how many of the days after it do. */
function daysSince(from: string): { readonly own: string; readonly after: string } {
  return {
    own: `(share IS NOT NULL AND day >= ${from})::integer`,
    after: `greatest(0, day + days_after - greatest(day, ${from} - 1))`,
  };
}
