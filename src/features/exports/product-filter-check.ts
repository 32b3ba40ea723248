import type { CallerContext } from '../../platform/context/index.js';
import { DomainErrors } from '../../platform/errors/domain-errors.js';
import { inputRefusals } from '../../platform/graphql/index.js';
import { productConditions, type ProductCriteria } from '../products/index.js';

/**
 * What a list of products refuses in its filter, as errors of this input: here nobody waits for the list.
 *
 * @throws DomainErrors INVALID
 */
export function checkProductFilter(ctx: CallerContext, filter: ProductCriteria): void {
  try {
    productConditions(ctx, filter, () => '');
  } catch (error) {
    const refusals = inputRefusals(error, 'filter', ['productFilter']);
    throw refusals ? new DomainErrors(refusals) : error;
  }
}
