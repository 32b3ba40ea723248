import { statement, type Statement } from '../../platform/database/index.js';

const MOST_PREPARED = 200;

/**
 * Statements whose text follows from what a client asks for. Filters and orders make thousands of shapes, and a
 * prepared statement stays on each connection for as long as that lives: so the first shapes that turn up, which are
 * those that people use, are prepared, and any beyond them are parsed each time.
 */
export class StatementShapes {
  private readonly prepared = new Map<string, Statement<unknown>>();

  of<Row>(text: string): Statement<Row> {
    const known = this.prepared.get(text);
    if (known) return known as Statement<Row>;
    // without a name the server keeps no plan
    if (this.prepared.size >= MOST_PREPARED) return { name: '', text };
    const made = statement<Row>(text);
    this.prepared.set(text, made);
    return made;
  }
}
