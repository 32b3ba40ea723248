import { GraphQLError } from 'graphql';
import type { CallerContext } from '../../platform/context/index.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { DomainErrors } from '../../platform/errors/domain-errors.js';
import { ErrorCode } from '../../platform/errors/error-code.js';
import { productConditions, type ProductCriteria } from '../products/index.js';

interface Fault {
  /** Such as filter.search. */
  readonly path: string;
  readonly message: string;
}

/**
 * What a list of products refuses in its filter, as errors of this input: here nobody waits for the list.
 *
 * @throws DomainErrors INVALID
 */
export function checkProductFilter(ctx: CallerContext, filter: ProductCriteria): void {
  try {
    productConditions(ctx, filter, () => '');
  } catch (error) {
    const faults = error instanceof GraphQLError ? error.extensions['fields'] : undefined;
    if (!Array.isArray(faults)) throw error;
    throw new DomainErrors((faults as readonly Fault[]).map(asError));
  }
}

function asError({ path, message }: Fault): DomainError {
  const within = path.split('.').slice(1);
  return new DomainError(ErrorCode.INVALID, `${path}: ${message}`, ['productFilter', ...within]);
}
