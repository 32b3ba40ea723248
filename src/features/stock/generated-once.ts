/**
 * Part of the SET of an UPDATE of many products p. Where an UPDATE touches nothing that a generated column is computed
 * from, PostgreSQL (18) forgets for each row that it has found that out, and reads the expressions of these columns anew:
 * a quarter of the time. With the price, which stays, one of them is computed, and all are read once.
 */
export const GENERATED_ONCE = 'price = p.price';
