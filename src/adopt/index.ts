export { adopt, type Adoption, type DoneStep } from './adoption.js';
export { AdoptionError } from './adoption-error.js';
export { endLegacy } from './legacy-end.js';
export type { AdoptionPlan } from './survey/plan.js';
