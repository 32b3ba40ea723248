export { makeDemoSeller } from './demo-seller.js';
export { startMarketplace } from './marketplace.js';
export { presentation } from './presentation.js';
