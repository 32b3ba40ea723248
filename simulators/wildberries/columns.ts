/** A growing column of 32-bit integers: a table of such columns takes far less memory than row objects. */
export class IntColumn {
  private cells: Int32Array;
  private used = 0;

  constructor(capacity = 1024) {
    this.cells = new Int32Array(capacity);
  }

  get length(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.cells.length) {
      const larger = new Int32Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[this.used] = value;
    this.used += 1;
  }

  /** The value of a row; 0 past the end, where no caller looks. */
  at(row: number): number {
    return this.cells[row] ?? 0;
  }

  /** A view of the filled part; stale after the next push. */
  view(): Int32Array {
    return this.cells.subarray(0, this.used);
  }
}

/** First index of an ascending list whose value is >= `bound`. */
export function lowerBound(sorted: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
