import type { Attempt } from './attempt.js';
import { WildberriesInvalidResponseError } from './errors.js';

const MAX_ERROR_BYTES = 64 * 1024;

/**
 * The bytes of an answer as they come. A body that breaks off or falls silent ends in
 * WildberriesInvalidResponseError after the bytes received so far, never in a normal end. Leaving the loop early
 * closes the connection.
 */
export async function* readBody(
  response: Response,
  attempt: Attempt,
  idleMs: number,
  call: { readonly method: string; readonly signal: AbortSignal | undefined },
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  try {
    while (reader) {
      attempt.expectWithin(idleMs);
      const part = await reader.read();
      attempt.pause();
      if (part.done) return;
      yield part.value;
    }
  } catch {
    call.signal?.throwIfAborted();
    throw new WildberriesInvalidResponseError({
      method: call.method,
      status: response.status,
      detail: attempt.timedOut ? 'the body fell silent' : 'the body broke off',
    });
  } finally {
    attempt.end();
  }
}

/** The beginning of an error body; never throws, since the status already tells the story. */
export async function readErrorText(response: Response, attempt: Attempt, idleMs: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = response.body?.getReader();
    while (reader && size < MAX_ERROR_BYTES) {
      attempt.expectWithin(idleMs);
      const part = await reader.read();
      if (part.done) break;
      parts.push(part.value);
      size += part.value.length;
    }
  } catch {
    // What has come is enough.
  } finally {
    attempt.end();
  }
  return Buffer.concat(parts).toString('utf8', 0, MAX_ERROR_BYTES);
}
