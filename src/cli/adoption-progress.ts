import type { DoneStep } from '../adopt/index.js';
import { stepLine } from './adoption-texts.js';

/** Where people watch, if they do. */
export type Watched = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** What is under way stands in the line until something else is said. */
const CLEAR_LINE = '\u001b[K';

/** On a terminal, for whoever waits: what is under way, and a line for each step that is done. */
export function tellStep(to: Watched, name: string, done: DoneStep | null): void {
  if (to.isTTY) to.write(done ? `${CLEAR_LINE}${stepLine(done)}\n` : `${CLEAR_LINE}${name} ...\r`);
}

/** Before something else is said. */
export function clearProgress(to: Watched): void {
  if (to.isTTY) to.write(CLEAR_LINE);
}
