import { Clock } from '../platform/context/index.js';

/** Goes through the days that the demo seller is made to have had already. */
export class DemoClock extends Clock {
  constructor(private at: Date) {
    super();
  }

  override now(): Date {
    return this.at;
  }

  set(at: Date): void {
    this.at = at;
  }
}
