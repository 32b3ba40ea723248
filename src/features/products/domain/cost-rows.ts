import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { amountInRoubles, type GivenAmount } from './amount.js';
import type { CostChange } from './product-cost.js';

/** What somebody says one product costs: the product by nmId, by article, or by both. */
export interface CostRow {
  readonly wbArticle?: string | null | undefined;
  /** How else the article may be spelled. */
  readonly spellings?: readonly string[];
  readonly wbNmId?: string | null | undefined;
  /** Which one is meant where several are named so; what can be nobody's id says nothing. */
  readonly productId?: string | undefined;
  readonly unitCost?: GivenAmount | null | undefined;
  readonly leadTimeDays?: number | null | undefined;
  /** What it is called where it comes from, such as the number of its line; its place in the list by default. */
  readonly line?: number;
}

const MAX_LEAD_TIME_DAYS = 365;

/** @throws DomainError naming the field of the row that can not be */
export function costChangeOf({ wbArticle, wbNmId, unitCost, leadTimeDays }: CostRow, at: number): CostChange {
  if (wbArticle == null && wbNmId == null)
    throw refusal(at, 'wbArticle', 'Name the product by wbArticle or wbNmId.');
  if (unitCost === undefined && leadTimeDays === undefined)
    throw refusal(at, 'unitCost', 'Give unitCost, leadTimeDays or both.');
  if (leadTimeDays != null && !isLeadTime(leadTimeDays))
    throw refusal(at, 'leadTimeDays', `Expected whole days from 0 to ${MAX_LEAD_TIME_DAYS}.`);
  return { unitCost: unitCost && amountInRoubles(unitCost, rowField(at, 'unitCost')), leadTimeDays };
}

/** What a row names was found so many times; it should be once. */
export function findingRefusal({ wbNmId }: CostRow, at: number, found: number): DomainError | null {
  const field = wbNmId == null ? 'wbArticle' : 'wbNmId';
  if (found === 0) {
    return new DomainError(ErrorCode.NOT_FOUND, 'You have no such product.', rowField(at, field));
  }
  return found === 1
    ? null
    : refusal(
        at,
        field,
        `${found} products are named so. Name it by article and nmId, or change it by itself.`,
      );
}

/** Rows that name the product of an earlier row: which of the two should hold, nobody can tell. */
export function repeatRefusals(productIds: readonly string[], rows: readonly CostRow[]): DomainError[] {
  const first = new Map<string, number>();
  return productIds.flatMap((id, at) => {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, at);
    if (earlier === undefined) return [];
    const line = rows[earlier]?.line ?? earlier;
    return [refusal(at, null, `Row ${line} is about the same product. Keep one of the two.`)];
  });
}

function isLeadTime(days: number): boolean {
  return Number.isInteger(days) && days >= 0 && days <= MAX_LEAD_TIME_DAYS;
}

function refusal(at: number, field: string | null, message: string): DomainError {
  return new DomainError(ErrorCode.INVALID, message, rowField(at, field));
}

function rowField(at: number, field: string | null): string[] {
  return ['rows', String(at), ...(field === null ? [] : [field])];
}
