import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import { OrderDirection, ProductOrderField, type ProductOrdering } from '../domain/product-order.js';

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end comes first',
  valuesMap: {
    ASC: { description: 'Least first' },
    DESC: { description: 'Greatest first' },
  },
});

registerEnumType(ProductOrderField, {
  name: 'ProductOrderField',
  description: 'What products can be sorted by. Products without a value come last in both directions.',
  valuesMap: {
    NAME: {
      description: 'Name, by code points: capitals before small letters; products without one come last',
    },
    CREATED_AT: { description: 'When it was first seen' },
    UPDATED_AT: { description: 'When it was last changed' },
    PRICE: { description: 'Price before the discount; products without one come last' },
    STOCK_TOTAL: { description: 'Units on hand over all warehouses' },
    SOLD_30_DAYS: {
      description: 'Units sold in the last 30 complete days; 0 where nothing was computed yet',
    },
    DAYS_OF_COVER: {
      description: 'Days that the stock lasts; products for which that is undefined come last',
    },
  },
});

@InputType({ description: 'In which order products come; ties go by id, in the same direction' })
export class ProductOrder implements ProductOrdering {
  @Field(() => ProductOrderField, { description: 'What to sort by' })
  field!: ProductOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which end comes first' })
  direction!: OrderDirection;
}
