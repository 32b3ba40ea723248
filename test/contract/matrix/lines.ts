import { mintToken } from '../../../simulators/wildberries/tokens.js';
import { ANYBODY, MEMBERS, WRITERS, type Caller, type May } from './callers.js';

/** What an id can be the id of. */
export type IdKind =
  'user' | 'tenant' | 'product' | 'sale' | 'syncRun' | 'notification' | 'invitation' | 'cursor';

export interface Line {
  /** Who may call it; everybody else is refused. */
  readonly may: May;
  /** Every place of an id or a cursor in its arguments, and whose id belongs there. */
  readonly ids?: Readonly<Record<string, IdKind>>;
  /** What else it is given, by place; what it must be given has values of the right form by itself. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** A field of an object: the root field that gives the object by its `id`. */
  readonly via?: { readonly root: string; readonly id: IdKind };
  /** Tells nothing by which it could be known whose it is, such as sums; why. */
  readonly silent?: string;
  /** Whom only the guard stops, since the database can not know the rule; why. */
  readonly beyondDatabase?: Partial<Record<Caller, string>>;
  /** Who gets by the same id what others do not; the owner by default. */
  readonly control?: Caller;
}

/** When all of it happens. */
export const NOW = new Date('2026-11-20T09:00:00Z');

/** Every root field and every id argument of the schema: a field without its line here fails the build. */
export const LINES: Readonly<Record<string, Line>> = {
  'Query.dashboard': { may: MEMBERS, silent: 'sums, which are compared with those of the seed' },
  'Query.product': { may: MEMBERS, ids: { id: 'product' } },
  'Query.products': {
    may: MEMBERS,
    ids: { after: 'cursor', 'filter.ids': 'product', 'filter.ownerId': 'user' },
  },
  'Query.sales': {
    may: MEMBERS,
    ids: { after: 'cursor', 'filter.ownerId': 'user', 'filter.productIds': 'product' },
  },
  'Query.salesSummary': {
    may: MEMBERS,
    ids: { 'filter.ownerId': 'user', 'filter.productIds': 'product' },
    values: { groupBy: 'PRODUCT' },
  },
  'Query.sessions': { may: MEMBERS },
  'Query.stockHistory': { may: MEMBERS, ids: { after: 'cursor', 'filter.productIds': 'product' } },
  'Query.syncRuns': { may: MEMBERS, ids: { after: 'cursor' } },
  'Query.tenant': { may: MEMBERS },
  'Query.viewer': { may: MEMBERS },
  'Query.warehouses': { may: MEMBERS },

  'Product.sales': { may: MEMBERS, via: { root: 'Query.product', id: 'product' }, ids: { after: 'cursor' } },
  'Product.stockHistory': {
    may: MEMBERS,
    via: { root: 'Query.product', id: 'product' },
    ids: { after: 'cursor' },
  },

  'Mutation.changePassword': { may: MEMBERS },
  'Mutation.connectWildberries': {
    may: WRITERS,
    ids: { 'input.userId': 'user' },
    values: { 'input.apiKey': mintToken({}, NOW.getTime()) },
  },
  'Mutation.login': { may: ANYBODY },
  'Mutation.logout': { may: MEMBERS },
  'Mutation.refreshSession': { may: ANYBODY },
  'Mutation.register': { may: ANYBODY },
  'Mutation.requestPasswordReset': { may: ANYBODY },
  'Mutation.resetPassword': { may: ANYBODY },
  'Mutation.startSync': { may: WRITERS, ids: { 'input.userId': 'user' } },
  'Mutation.verifyEmail': { may: ANYBODY },
};
