/** What processes tell one another, by topic. Ids alone: whoever is told reads what it may see. */
export interface Topics {
  /** What somebody may do has changed (role, activity, sessions): of one user, or of everybody in a tenant. */
  access: { readonly userId: string } | { readonly tenantId: string };
  /** A sync run has come further. */
  sync: { readonly tenantId: string; readonly userId: string; readonly runId: string };
  /** Levels of stock have moved, in this transaction. productIds null: of more products than are named one by one. */
  stock: {
    readonly tenantId: string;
    readonly userId: string;
    readonly transaction: string;
    readonly productIds: readonly string[] | null;
  };
}

export type Topic = keyof Topics;
