export { unweighed, valuesOf, type Bind, type Call } from './call.js';
export { AbcClass } from './domain/abc-class.js';
export { CostImportService, type CostImport } from './cost-import.service.js';
export type { CostRow } from './domain/cost-rows.js';
export { perProduct } from './per-product.loader.js';
export { MOST_NM_ID } from './domain/nm-id.js';
export { saysNothing, type ProductCriteria } from './domain/product-criteria.js';
export { productConditions } from './product-conditions.js';
export { ProductQueries } from './products.queries.js';
export { ProductSearchQueries } from './product-search.queries.js';
export { ProductsModule } from './products.module.js';
export { roubles } from './roubles.js';
export { StatementShapes } from './statement-shapes.js';
export { soughtIds, soughtText } from './sought.js';
export { ProductFilter } from './types/product-filter.input.js';
export { Product } from './types/product.type.js';
export {
  ProductImportRepository,
  type ImportedCard,
  type ImportedPrice,
} from './product-import.repository.js';
