export { ConnectionService } from './connection.service.js';
export { KeyRotationService, type RotationReport } from './key-rotation/key-rotation.service.js';
export { SellerSync } from './sync/seller-sync.js';
export { SyncService } from './sync/sync.service.js';
export { WildberriesModule } from './wildberries.module.js';
