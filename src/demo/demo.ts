import type { Settings } from '../config/settings.js';
import type { EmbeddedPostgres } from '../platform/embedded-postgres/index.js';
import { makeDemoSeller } from './demo-seller.js';
import { startMarketplace } from './marketplace.js';
import { presentation } from './presentation.js';

export interface Demo {
  /** Of the simulated marketplace. */
  readonly origin: string;
  /** Makes the demo seller if need be. @returns what a newcomer is told */
  readonly present: (settings: Settings, url: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openDemo({ home, secrets }: EmbeddedPostgres): Promise<Demo> {
  const marketplace = await startMarketplace(home);
  return {
    origin: marketplace.origin,
    present: async (settings, url) => {
      await makeDemoSeller(settings, marketplace, secrets.demoPassword);
      return presentation(url, secrets.demoPassword, settings.production);
    },
    close: () => marketplace.close(),
  };
}
