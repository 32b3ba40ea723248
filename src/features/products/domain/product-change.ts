/** Before and after, by field. */
export type Changes = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** The values of `before` with those of `given` over them; what is left out stays, null takes a value away. */
export function valuesAfter<Values extends object>(
  before: Values,
  given: { readonly [Key in keyof Values]?: Values[Key] | undefined },
): Values {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(said) };
}

/** What is another value after than before. */
export function changesOf<Values extends object>(before: Values, after: Values): Changes {
  const keys = Object.keys(after) as (keyof Values & string)[];
  return Object.fromEntries(
    keys.filter((key) => before[key] !== after[key]).map((key) => [key, [before[key], after[key]]]),
  );
}
