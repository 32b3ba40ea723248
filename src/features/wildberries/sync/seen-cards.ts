/** The cards that a pass has come across: what a card needs once, it need not have again with every row of its. */
export class SeenCards {
  private readonly seen = new Set<number>();

  /** @returns one row of each card that was not among those before */
  newOf<Row extends { readonly nmId: number }>(rows: readonly Row[]): Row[] {
    return rows.filter(({ nmId }) => {
      const known = this.seen.has(nmId);
      this.seen.add(nmId);
      return !known;
    });
  }
}
