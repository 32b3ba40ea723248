import { registerEnumType } from '@nestjs/graphql';

export enum DataStatus {
  READY = 'READY',
  STALE = 'STALE',
  COMPUTING = 'COMPUTING',
  NO_DATA = 'NO_DATA',
}

registerEnumType(DataStatus, {
  name: 'DataStatus',
  description: 'How far computed figures keep up with what was recorded',
  valuesMap: {
    READY: {
      description:
        'Computed from everything recorded so far, over a window that ends with yesterday or the day before it',
    },
    STALE: {
      description:
        'Computed, but either something recorded since has not been taken in yet, or the window ends earlier than that',
    },
    COMPUTING: { description: 'Something was recorded, and the first figures are not computed yet' },
    NO_DATA: { description: 'No product, or nothing was recorded and nothing computed for any product yet' },
  },
});
