export { Dispatches } from './dispatches.js';
export { HandlesDispatch, HandlesJobs, type DispatchTask, type JobHandler } from './job-handler.js';
export { JobQueue } from './job-queue.js';
export { JobsModule } from './jobs.module.js';
export { JobState } from './job-state.js';
export {
  ACCOUNT_MAIL_QUEUE,
  DELIVERY_QUEUE,
  DISPATCH_QUEUE,
  EXPORT_QUEUE,
  QUEUE_NAMES,
  ROLLUP_QUEUE,
  SYNC_QUEUE,
} from './queues.js';
export { RollupRequests } from './rollup-requests.js';
export { Worker } from './worker.js';
