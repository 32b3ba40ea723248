import type { Permission } from '../../../platform/access/permission.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ErrorCode } from '../../../platform/errors/error-code.js';
import { FIRST_DAY } from '../../stock/index.js';
import { KIND_RULES, type ExportKind } from './export-kind.js';

/** Days, half-open. */
interface Days {
  readonly from: string;
  readonly until: string;
}

interface Asked {
  readonly kind: ExportKind;
  readonly productFilter?: object | null;
  readonly range?: Days | null;
}

/**
 * What can be exported, by whom, and narrowed by what.
 *
 * @throws DomainError INVALID, FORBIDDEN naming the field of the input
 */
export function checkedKind(
  { kind, productFilter, range }: Asked,
  permissions: ReadonlySet<Permission>,
): ExportKind {
  const { permission, byProducts, byDays } = KIND_RULES[kind];
  if (!permissions.has(permission)) {
    throw refusal(ErrorCode.FORBIDDEN, `Your role lacks the permission ${permission}, which ${kind} needs.`, [
      'kind',
    ]);
  }
  if (productFilter && !byProducts) {
    throw refusal(ErrorCode.INVALID, `${kind} is not of products: leave the filter out.`, ['productFilter']);
  }
  if (range && !byDays) {
    throw refusal(ErrorCode.INVALID, `${kind} is of the present, not of days: leave the range out.`, [
      'range',
    ]);
  }
  if (range && range.from < FIRST_DAY) {
    throw refusal(ErrorCode.INVALID, `Expected a day not before ${FIRST_DAY}: nothing is older.`, [
      'range',
      'from',
    ]);
  }
  if (range && range.until <= range.from) {
    throw refusal(ErrorCode.INVALID, 'Expected a day after `from`.', ['range', 'until']);
  }
  return kind;
}

function refusal(code: ErrorCode, message: string, field: string[]): DomainError {
  return new DomainError(code, message, field);
}
