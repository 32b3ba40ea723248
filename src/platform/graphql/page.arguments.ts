import { ArgsType, Field, Int } from '@nestjs/graphql';
import { DEFAULT_PAGE_SIZE, type PageArgs } from './page.js';

/** What every list takes. */
@ArgsType()
export class PageArguments implements PageArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: DEFAULT_PAGE_SIZE,
    description: 'Objects on the page, 1 to 100',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: '`endCursor` of the page before; none for the first page',
  })
  after?: string | null;
}
