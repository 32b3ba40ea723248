/** What a method answers, before faults have their way with it. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  /** Whole text, or pieces of it made as they are sent; undefined is an empty body. */
  readonly body: string | Iterable<string> | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json';

export function json(value: unknown, status = 200): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value) };
}

export function noContent(): Answer {
  return { status: 204, type: JSON_TYPE, body: undefined };
}

export function problem(status: number, value: object): Answer {
  return { status, type: PROBLEM_TYPE, body: JSON.stringify(value) };
}

/** A few hundred rows a piece: large enough to be quick, small enough not to hold the whole page in memory. */
const ROWS_A_PIECE = 500;

function* pieces(
  before: string,
  count: number,
  row: (index: number) => string,
  after: string,
): Generator<string> {
  let text = before;
  for (let i = 0; i < count; i += 1) {
    text += i === 0 ? row(i) : `,${row(i)}`;
    if ((i + 1) % ROWS_A_PIECE === 0) {
      yield text;
      text = '';
    }
  }
  yield text + after;
}

/** An array of rows between two texts, written row by row (`row` gives JSON); large pages are sent in pieces. */
export function rowsAnswer(count: number, row: (index: number) => string, before = '[', after = ']'): Answer {
  const text = pieces(before, count, row, after);
  return { status: 200, type: JSON_TYPE, body: count < ROWS_A_PIECE ? [...text].join('') : text };
}
