import { Extensions } from '@nestjs/graphql';
import { LIST_SIZE_EXTENSION } from './cost-plan.js';

/** How many objects a list without `first` is expected to hold, for its cost; 10 where nothing is said. */
export const ListSize = (size: number): MethodDecorator & PropertyDecorator =>
  Extensions({ [LIST_SIZE_EXTENSION]: size });
