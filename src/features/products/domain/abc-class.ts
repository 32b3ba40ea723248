/** How much of its owner's revenue a product brings, beside all others. */
export enum AbcClass {
  A = 'A',
  B = 'B',
  C = 'C',
}
