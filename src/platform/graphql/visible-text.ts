import { Matches } from 'class-validator';

/** A letter, a digit or a sign, of any script. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text in which there is something to see. */
export const VisibleText = (): PropertyDecorator =>
  Matches(VISIBLE, { message: 'expected at least one visible character' });
