/** What is announced of levels that moved. */
export interface Moved {
  /** In which they did: the database's number of it, as rows carry it. */
  readonly transaction: string;
  /** Null: too many to name. */
  readonly productIds: readonly string[] | null;
}

/** Which levels are to be read; null does not narrow. */
export interface LevelsToTell {
  readonly transactions: readonly string[] | null;
  readonly productIds: readonly string[] | null;
}

/** Of more transactions than this, which nobody read of, the oldest are forgotten; of more products all are asked. */
const MOST_REMEMBERED = 1_000;

/** What a subscriber has not been told of yet: it grows with nothing, however slowly that is read. */
export class MovedLevels {
  private readonly transactions = new Set<string>();
  private productIds: Set<string> | null = new Set();

  /** @param wanted the products that the subscriber follows; null: all */
  constructor(private readonly wanted: ReadonlySet<string> | null) {}

  /** @returns whether it concerns the subscriber */
  note({ transaction, productIds }: Moved): boolean {
    const { wanted } = this;
    const followed =
      wanted === null ? productIds : (productIds ?? [...wanted]).filter((id) => wanted.has(id));
    if (followed?.length === 0) return false;
    this.transactions.add(transaction);
    if (this.transactions.size > MOST_REMEMBERED) {
      for (const oldest of this.transactions) {
        this.transactions.delete(oldest);
        break;
      }
    }
    this.productIds = union(this.productIds, followed);
    return true;
  }

  /** Whether something was noted that nobody has taken. */
  get waits(): boolean {
    return this.transactions.size > 0;
  }

  /** Hands over what was noted. Nothing noted: whoever asks may have missed something, and reads what it follows. */
  take(): LevelsToTell | null {
    const { transactions, productIds, wanted } = this;
    if (!this.waits) return wanted && { transactions: null, productIds: [...wanted] };
    const taken = { transactions: [...transactions], productIds: productIds && [...productIds] };
    transactions.clear();
    this.productIds = new Set();
    return taken;
  }
}

function union(ids: Set<string> | null, more: readonly string[] | null): Set<string> | null {
  if (ids === null || more === null) return null;
  const all = new Set([...ids, ...more]);
  return all.size > MOST_REMEMBERED ? null : all;
}
