import { readOwnerUrl } from './src/config/environment.js';
import { ownerDataSource } from './src/platform/database/owner-data-source.js';

/** For the TypeORM command line: npm run typeorm -- migration:show. Needs DATABASE_OWNER_URL. */
export default ownerDataSource(readOwnerUrl());
