import type { DocumentNode, GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** Each takes some hundred kilobytes to some megabytes of code. */
const MOST_COMPILED = 200;
/** Documents whose coming is counted: many more than are compiled, so that a flood of new ones displaces none of those. */
const MOST_COUNTED = 2_000;
/** Compiling takes about as long as executing ten times: worth it for what comes again and again. */
const WORTH_COMPILING = 3;

interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** The same for the same text. */
  readonly hash: string;
  readonly name: string | null;
}

/** The operations that come often, as functions. */
export class CompiledDocuments {
  private readonly compiled = new LRUCache<string, { readonly query: CompiledQuery['query'] | null }>({
    max: MOST_COMPILED,
  });
  private readonly seen = new LRUCache<string, number>({ max: MOST_COUNTED });

  /** @returns null for what does not come often, or can not be compiled */
  find({ schema, document, hash, name }: Operation): CompiledQuery['query'] | null {
    const key = `${hash} ${name ?? ''}`;
    const known = this.compiled.get(key);
    if (known) return known.query;
    const times = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, times);
    if (times < WORTH_COMPILING) return null;
    const made = compileQuery(schema, document, name ?? undefined);
    const query = isCompiledQuery(made) ? made.query : null;
    this.compiled.set(key, { query });
    return query;
  }
}
