import { Field, InputType } from '@nestjs/graphql';
import { badUserInput } from './bad-user-input.js';
import { DateScalar } from './scalars/date.scalar.js';

@InputType({ description: 'Calendar days in Europe/Moscow, half-open: `from` is inside, `until` is not' })
export class DateRange {
  @Field(() => DateScalar, { description: 'The first day' })
  from!: string;

  @Field(() => DateScalar, { description: 'The day after the last one' })
  until!: string;
}

@InputType({
  description: 'Time, half-open: `from` is inside, `until` is not; an end that is left out is open',
})
export class DateTimeRange {
  @Field(() => Date, { nullable: true, description: 'The first instant' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'The instant at which it is over' })
  until?: Date | null;
}

/** @throws GraphQLError BAD_USER_INPUT for a range without a day in it */
export function checkDateRange({ from, until }: DateRange, path: string): void {
  if (until <= from) throw badUserInput(`${path}.until`, 'expected a day after `from`');
}

/** @throws GraphQLError BAD_USER_INPUT for a range that is empty, or longer than so many years */
export function checkBoundedDateRange(range: DateRange, path: string, maxYears: number): void {
  checkDateRange(range, path);
  const days = (Date.parse(range.until) - Date.parse(range.from)) / 86_400_000;
  if (days > maxYears * 366) throw badUserInput(path, `expected at most ${maxYears} years`);
}

/** @throws GraphQLError BAD_USER_INPUT for a range without an instant in it */
export function checkDateTimeRange({ from, until }: DateTimeRange, path: string): void {
  if (from && until && until <= from) throw badUserInput(`${path}.until`, 'expected a time after `from`');
}
