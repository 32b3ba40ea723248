import { registerEnumType } from '@nestjs/graphql';

export enum JobState {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  PARTIAL = 'PARTIAL',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(JobState, {
  name: 'JobState',
  description: 'How far a piece of work is',
  valuesMap: {
    QUEUED: { description: 'Waits for its turn, or for its next attempt' },
    RUNNING: { description: 'Under way' },
    SUCCEEDED: { description: 'Done, all of it' },
    PARTIAL: { description: 'Done in part; what is missing is named' },
    FAILED: { description: 'Nothing came of it; what was there before stays' },
    CANCELLED: { description: 'Given up on purpose' },
  },
});
