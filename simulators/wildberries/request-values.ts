/** Fields of a JSON object; anything else has none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A whole number between `least` and `most`, the default if it is missing, undefined if it is neither. */
export function wholeNumber(
  value: unknown,
  missing: number,
  least: number,
  most: number,
): number | undefined {
  if (value === undefined || value === null) return missing;
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return fits ? value : undefined;
}

/** The same of a query parameter, which is text. */
export function wholeNumberText(
  text: string | undefined,
  missing: number | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return missing;
  return /^-?\d{1,15}$/.test(text) ? wholeNumber(Number(text), 0, least, most) : undefined;
}

/** A list of whole numbers of at most `most` entries, an empty one if missing, undefined if it is neither. */
export function numberList(value: unknown, most = Infinity): readonly number[] | undefined {
  if (value === undefined || value === null) return [];
  const fits =
    Array.isArray(value) && value.length <= most && value.every((entry) => Number.isInteger(entry));
  return fits ? value : undefined;
}

/** A list of texts, an empty one if missing, undefined if it is none. */
export function textList(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}
