const MOST_CHARACTERS = 2_000;

/** A literal of text, with doubled quotes inside, or between dollars; or a number that is no part of a name or of `$1`. */
const LITERALS = /'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$|(?<![\w$.])\d+(?:\.\d+)?\b/g;

/** A statement without the values in it, by which statements of one form are one. */
export function withoutValues(text: string): string {
  return text.replace(LITERALS, '?').replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS);
}

/** Its first word, such as SELECT. */
export function verbOf(text: string): string {
  return /[A-Za-z]+/.exec(text)?.[0].toUpperCase() ?? 'STATEMENT';
}
