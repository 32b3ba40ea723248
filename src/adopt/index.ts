export { adopt, type Adoption, type AdoptionRequest, type DoneStep } from './adoption.js';
export { AdoptionError } from './adoption-error.js';
export type { AdoptionPlan } from './survey/plan.js';
