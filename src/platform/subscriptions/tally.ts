/** Counts what is held by each of many, up to a limit. */
export class Tally {
  private readonly counts = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /** @returns whether there was room */
  take(key: string): boolean {
    const count = this.counts.get(key) ?? 0;
    if (count >= this.limit) return false;
    this.counts.set(key, count + 1);
    return true;
  }

  give(key: string): void {
    const count = (this.counts.get(key) ?? 0) - 1;
    if (count > 0) this.counts.set(key, count);
    else this.counts.delete(key);
  }

  /** Of how many something is held. */
  get size(): number {
    return this.counts.size;
  }
}
