import { SpanStatusCode, type Span } from '@opentelemetry/api';
import type { PoolClient } from 'pg';
import { verbOf, withoutValues } from './statement-text.js';

type Query = (...given: unknown[]) => unknown;

/**
 * Tells of each statement from the moment it is sent to its answer. Only the one method through which all of them go is
 * stood before; what it is given and what it gives back stay as they are.
 * @param begin null: nobody wants to know of it
 */
export function traceStatements(
  client: PoolClient,
  begin: (name: string, text: string) => Span | null,
): void {
  const query = client.query.bind(client) as Query;
  const traced: Query = (...given) => {
    const text = textOf(given[0]);
    const span = text === null ? null : begin(verbOf(text), withoutValues(text));
    if (!span) return query(...given);
    if (isSubmittable(given[0])) {
      const asked = given[0];
      const { callback } = asked;
      asked.callback = (error, ...rest) => {
        end(span, error);
        callback(error, ...rest);
      };
      return query(...given);
    }
    const callback = given.at(-1);
    if (typeof callback === 'function')
      return query(...given.slice(0, -1), (error: unknown, ...rest: unknown[]) => {
        end(span, error);
        (callback as Query)(error, ...rest);
      });
    const answer = query(...given) as Promise<unknown>;
    answer.then(
      () => end(span, null),
      (error: unknown) => end(span, error),
    );
    return answer;
  };
  Object.assign(client, { query: traced });
}

/** What brings its own way of being sent, and is told by its own callback that it is over. */
interface SubmittedQuery {
  callback: (error: unknown, ...rest: unknown[]) => unknown;
}

function isSubmittable(asked: unknown): asked is SubmittedQuery {
  return typeof asked === 'object' && asked !== null && 'submit' in asked && 'callback' in asked;
}

/** @returns null for what has none, such as a copy */
function textOf(asked: unknown): string | null {
  if (typeof asked === 'string') return asked;
  const { text } = asked as { readonly text?: unknown };
  return typeof text === 'string' ? text : null;
}

/** The code alone: messages of PostgreSQL repeat values. */
function end(span: Span, error: unknown): void {
  if (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    span.setAttribute('db.response.status_code', code);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
