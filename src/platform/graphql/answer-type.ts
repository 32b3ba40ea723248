import Negotiator from 'negotiator';
import { JSON_TYPE } from '../http/http-problem.js';

export const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/**
 * The type in which an answer goes out to who takes what the header says: of these two the one that is liked better (RFC
 * 9110, 12.5.1), as Apollo chooses it. Null where neither is taken.
 */
export function answerType(accept: string | undefined): string | null {
  if (!accept) return JSON_TYPE;
  return new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, RESPONSE_TYPE]) ?? null;
}
