import type { ScalarsTypeMap } from '@nestjs/graphql';
import { DateTimeScalar } from './date-time.scalar.js';

/**
 * For `buildSchemaOptions.scalarsMap`: a field whose TypeScript type is Date becomes our strict DateTime in place of
 * the framework's own, which takes garbage. The other scalars stand for no TypeScript type of their own and are named
 * in the fields that use them, as in `@Field(() => DecimalScalar)`.
 */
export const scalarsMap: ScalarsTypeMap[] = [{ type: Date, scalar: DateTimeScalar }];
