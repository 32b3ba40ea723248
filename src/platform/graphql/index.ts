export { askedFields, AskedOf, type AskedFields } from './asked-fields.js';
export { connectionFrom, connectionOf, type Connection } from './connection.js';
export { cursorKind, type CursorKind } from './cursor.js';
export { ListSize } from './limits/list-size.js';
export { GraphqlModule } from './graphql.module.js';
export { OperationGate } from './limits/operation-gate.js';
export type { AskedOperation } from './limits/operation-limits.js';
export { badUserInput } from './bad-user-input.js';
export { inputRefusals } from './input-refusals.js';
export { CurrencyCode, Money, MoneyInput } from './money.js';
export { Mutation } from './mutation.js';
export { DEFAULT_PAGE_SIZE, readPage, type Page, type PageArgs } from './page.js';
export {
  checkBoundedDateRange,
  checkDateRange,
  checkDateTimeRange,
  DateRange,
  DateTimeRange,
} from './ranges.js';
export { BigIntScalar } from './scalars/big-int.scalar.js';
export { DateScalar } from './scalars/date.scalar.js';
export { DecimalScalar } from './scalars/decimal.scalar.js';
export { JsonScalar, type JsonValue } from './scalars/json.scalar.js';
export { UserError } from './user-error.js';
export { IdInput } from './id.input.js';
export { PageArguments } from './page.arguments.js';
export { requestLoader } from './request-loader.js';
export { searchPattern } from './search-pattern.js';
export { soughtId } from './sought-id.js';
export { TextLength } from './text-length.js';
export { VisibleText } from './visible-text.js';
