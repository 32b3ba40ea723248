export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { isUniqueViolation } from './postgres-error.js';
export { plannedAnew, statement, WITHOUT_NESTED_LOOPS, type Statement } from './statement.js';
export { SYSTEM_DATA_SOURCE } from './data-sources.js';
export { deleting, Leftovers, type Leftover } from './leftovers.js';
export { Partitions } from './partitions.js';
export { plainArray } from './plain-array.js';
export { rowIds } from './row-ids.js';
