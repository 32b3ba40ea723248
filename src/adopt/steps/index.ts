import type { Step } from '../run.js';
import { adoptKeys } from './keys.js';
import { adoptLogs } from './logs.js';
import { markForRollup, migrateOn } from './migrate-on.js';
import { adoptPeople } from './people.js';
import { adoptProducts } from './products.js';
import { adoptSales } from './sales.js';
import { settleRights } from './rights.js';
import { completeSchema } from './schema.js';
import { adoptSessions } from './sessions.js';
import { adoptSmallTables } from './small-tables.js';
import { adoptStock } from './stock.js';
import { adoptSubscriptions } from './subscriptions.js';

/** In order; each is done once, and leaves what the next one builds on. */
export function stepsOf(ownerUrl: string): readonly Step[] {
  return [
    { name: 'people', run: adoptPeople },
    { name: 'keys', run: adoptKeys },
    { name: 'sessions', run: adoptSessions },
    { name: 'subscriptions', run: adoptSubscriptions },
    { name: 'products', run: adoptProducts },
    { name: 'stock', run: adoptStock },
    { name: 'sales', run: adoptSales },
    { name: 'notifications and cache', run: adoptSmallTables },
    { name: 'logs', run: adoptLogs },
    { name: 'schema', run: completeSchema },
    { name: 'migrations', run: (run) => migrateOn(run, ownerUrl), isResumable: true },
    { name: 'rights', run: settleRights },
    { name: 'marks', run: markForRollup },
  ];
}
