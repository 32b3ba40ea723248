export { connectionFrom, connectionOf, type Connection } from './connection.js';
export { cursorKind, type CursorKind } from './cursor.js';
export { GraphqlModule } from './graphql.module.js';
export { badUserInput } from './bad-user-input.js';
export { CurrencyCode, Money, MoneyInput } from './money.js';
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
export { UserError } from './user-error.js';
export { requestLoader } from './request-loader.js';
export { TextLength } from './text-length.js';
