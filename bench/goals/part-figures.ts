import type { Measured } from './goals-table.js';

/** What a part gives: Markdown for people, and the figures that goals are about. */
export interface PartFigures {
  readonly text: string;
  readonly measured: Measured;
}
