import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateRange, UserError } from '../../../platform/graphql/index.js';
import { JobState } from '../../../platform/jobs/index.js';
import { ProductFilter } from '../../products/index.js';
import { ExportFormat } from '../domain/export-format.js';
import { ExportKind } from '../domain/export-kind.js';

registerEnumType(ExportKind, {
  name: 'ExportKind',
  description: 'What an export is of',
  valuesMap: {
    PRODUCTS: { description: 'Products with their costs; by productFilter' },
    STOCK_LEVELS: { description: 'What every warehouse holds; by productFilter' },
    STOCK_HISTORY: { description: 'Observed changes of stock; by productFilter and range' },
    SALES: { description: 'Sales and returns; by productFilter and range' },
    REPLENISHMENT: { description: 'What to order, and how much: what runs out first comes first' },
    AUDIT_LOG: { description: 'What was done in the tenant, for whoever may read that; by range' },
  },
});

registerEnumType(ExportFormat, {
  name: 'ExportFormat',
  description: 'How the rows are written down',
  valuesMap: {
    CSV: {
      description:
        'UTF-8 with a byte order mark, semicolons, CRLF; what would be a formula has an apostrophe',
    },
    XLSX: { description: 'A workbook; instants as the clocks in Moscow show them' },
    JSONL: { description: 'A JSON object a line' },
  },
});

@ObjectType({ description: 'A file of rows that somebody has asked for; only they see it' })
export class Export {
  @Field(() => ID, { description: 'Opaque identifier' })
  id!: string;

  @Field(() => ExportKind, { description: 'What it is of' })
  kind!: ExportKind;

  @Field(() => ExportFormat, { description: 'How its rows are written down' })
  format!: ExportFormat;

  @Field(() => JobState, { description: 'How far it is: QUEUED, RUNNING, SUCCEEDED or FAILED' })
  state!: JobState;

  @Field(() => Int, { description: 'Rows written so far, without a header' })
  rows!: number;

  @Field(() => Date, { description: 'When it was asked for' })
  createdAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'Where to fetch the file, without a token: signed, good for an hour from now. Null until there is a file, after a day when it is gone, and for whoever may not see such rows any more',
  })
  downloadUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'Why there is no file, for people' })
  error!: string | null;
}

@InputType({ description: 'Which rows are to be written into a file, and how' })
export class StartExportInput {
  @Field(() => ExportKind, { description: 'What it is of' })
  kind!: ExportKind;

  @Field(() => ExportFormat, { description: 'How its rows are written down' })
  format!: ExportFormat;

  @Field(() => ProductFilter, {
    nullable: true,
    description:
      'Rows of these products only, archived or not unless `isArchived` says; PRODUCTS alone has those that `products` lists. One that says nothing, such as {}, is as good as none',
  })
  productFilter?: ProductFilter | null;

  @Field(() => DateRange, { nullable: true, description: 'Rows of these days only' })
  range?: DateRange | null;
}

@ObjectType({ description: 'What became of a request for an export' })
export class ExportPayload {
  @Field(() => Export, { nullable: true, description: 'The export, which a worker makes' })
  export?: Export | null;

  @Field(() => [UserError], { description: 'Why none was started; empty when one was' })
  userErrors!: UserError[];
}
