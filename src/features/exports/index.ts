export { ExportsModule } from './exports.module.js';
export { ExportRun } from './export-run.js';
export { ExportUpkeepService } from './export-upkeep.service.js';
