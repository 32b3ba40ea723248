import type { GraphQLSchema } from 'graphql';
import type { GraphqlAnswer } from '../../support/app.js';
import {
  fieldAt,
  leavesOf,
  nestedDocument,
  neededVariables,
  withValue,
  wholeDocument,
  type ArgumentPath,
} from '../../support/whole-document.js';
import { ACCOUNTS, type Caller } from './callers.js';
import { LINES, type IdKind, type Line } from './lines.js';
import type { World } from './world.js';

/** Whose rows all others are after. */
const VICTIM = 'a-user2';
const NOWHERE = '01a20556-0000-7000-8000-000000000000';

/** What is asked of one place of the schema. */
export class Questions {
  readonly line: Line;
  private readonly document: string;
  private readonly variables: object;

  constructor(
    schema: GraphQLSchema,
    private readonly place: string,
    private readonly world: World,
  ) {
    const line = LINES[place];
    if (!line) throw new Error(`The matrix has no line for ${place}`);
    this.line = line;
    this.document = line.via ? nestedDocument(schema, line.via.root, place) : wholeDocument(schema, place);
    const leaves = leavesOf(fieldAt(schema, place));
    let variables: object = neededVariables(fieldAt(schema, place));
    for (const [path, value] of Object.entries(line.values ?? {}))
      variables = withValue(variables, { path, inList: false }, value);
    // an id that must be given is the victim's, unless it is said otherwise
    for (const [path, kind] of Object.entries(line.ids ?? {})) {
      const leaf = leaves.find((one) => one.path === path);
      if (leaf && kind !== 'cursor' && has(variables, path))
        variables = withValue(variables, leaf, world.idOf(VICTIM, kind));
    }
    this.variables = variables;
  }

  /** What `ask` sends for somebody, for a test that sends it by another token. */
  sentBy(caller: Caller): { readonly document: string; readonly variables: object } {
    return { document: this.document, variables: this.of(caller, this.variables) };
  }

  /** With nothing but what must be given. */
  ask(caller: Caller): Promise<GraphqlAnswer> {
    return this.world.ask(caller, this.document, this.of(caller, this.variables));
  }

  /** With the victim's id in one place of the arguments. */
  async askForVictims(caller: Caller, id: ArgumentPath): Promise<GraphqlAnswer> {
    return this.askFor(caller, id, await this.victims(this.kindOf(id)));
  }

  /** With an id in that place which is nobody's. */
  async askForNobodys(caller: Caller, id: ArgumentPath): Promise<GraphqlAnswer> {
    const kind = this.kindOf(id);
    return this.askFor(caller, id, kind === 'cursor' ? besides(await this.victims(kind)) : NOWHERE);
  }

  kindOf({ path }: ArgumentPath): IdKind {
    const kind = this.line.ids?.[path];
    if (kind === undefined) throw new Error(`The line of ${this.place} does not say whose id ${path} is`);
    return kind;
  }

  private askFor(caller: Caller, id: ArgumentPath, value: string): Promise<GraphqlAnswer> {
    return this.world.ask(caller, this.document, this.of(caller, withValue(this.variables, id, value)));
  }

  private async victims(kind: IdKind): Promise<string> {
    if (kind !== 'cursor') return this.world.idOf(VICTIM, kind);
    const victim = this.line.may.includes('user2') ? 'user2' : (this.line.control ?? 'owner');
    const answer = await this.ask(victim);
    const cursor = /"endCursor":"([A-Za-z0-9_-]+)"/.exec(JSON.stringify(answer))?.[1];
    if (cursor === undefined) throw new Error(`${this.place} gives ${victim} no cursor`);
    return cursor;
  }

  /** With what is the caller's own: the field of an object is asked by way of one of these. */
  private of(caller: Caller, variables: object): object {
    const account = caller === 'nobody' ? VICTIM : ACCOUNTS[caller];
    const own = Object.fromEntries(
      Object.entries(this.line.own ?? {}).map(([name, kind]) => [name, this.world.idOf(account, kind)]),
    );
    if (!this.line.via || this.line.via.id === 'cursor') return { ...own, ...variables };
    return { ...own, ...variables, id: this.world.idOf(account, this.line.via.id) };
  }
}

/** A place in a list right beside a given one: only the end of the id differs. */
function besides(cursor: string): string {
  const keys = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  const id = String(keys.pop());
  return Buffer.from(JSON.stringify([...keys, `${id.slice(0, -12)}000000000000`])).toString('base64url');
}

function has(variables: object, path: string): boolean {
  let value: unknown = variables;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  return value !== undefined;
}
