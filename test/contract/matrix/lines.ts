import { mintToken } from '../../../simulators/wildberries/tokens.js';
import {
  ANYBODY,
  MANAGERS,
  MEMBER_READERS,
  MEMBERS,
  OWNERS,
  PLATFORM,
  WRITERS,
  type Caller,
  type May,
} from './callers.js';

/** What an id can be the id of. */
export type IdKind =
  'user' | 'tenant' | 'product' | 'sale' | 'syncRun' | 'notification' | 'invitation' | 'export' | 'cursor';

export interface Line {
  /** Who may call it; everybody else is refused. */
  readonly may: May;
  /** Every place of an id or a cursor in its arguments, and whose id belongs there. */
  readonly ids?: Readonly<Record<string, IdKind>>;
  /** What else it is given, by place; what it must be given has values of the right form by itself. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Ids of the asker's own that it is given where no other is, by argument: without, it would have nothing to tell. */
  readonly own?: Readonly<Record<string, Exclude<IdKind, 'cursor'>>>;
  /** A field of an object: the root field that gives the object by its `id`. */
  readonly via?: { readonly root: string; readonly id: IdKind };
  /** Tells nothing by which it could be known whose it is, such as sums; why. */
  readonly silent?: string;
  /** Whom only the guard stops, since the database can not know the rule; why. */
  readonly beyondDatabase?: Partial<Record<Caller, string>>;
  /** Who gets by the same id what others do not; the owner by default. */
  readonly control?: Caller;
  /** Takes away what others are asked about, or everybody in the tenant: to be asked for after everything else. */
  readonly disrupts?: 'something' | 'everything';
}

/** When all of it happens. */
export const NOW = new Date('2026-11-20T09:00:00Z');

/** Every root field and every id argument of the schema: a field without its line here fails the build. */
export const LINES: Readonly<Record<string, Line>> = {
  'Query.activeUsers': { may: PLATFORM, ids: { after: 'cursor' }, control: 'platform' },
  'Query.adminStats': { may: PLATFORM, silent: 'sums over all tenants' },
  'Query.analytics': {
    may: MEMBERS,
    values: { metricType: 'TOP_PRODUCTS', period: 'DAILY' },
  },
  'Query.auditLog': { may: MANAGERS, ids: { after: 'cursor', entityId: 'user' } },
  'Query.dashboard': { may: MEMBERS, silent: 'sums, which are compared with those of the seed' },
  'Query.export': { may: MEMBERS, ids: { id: 'export' }, control: 'user2' },
  'Query.invitations': { may: MEMBER_READERS, ids: { after: 'cursor' } },
  'Query.product': { may: MEMBERS, ids: { id: 'product' } },
  'Query.products': {
    may: MEMBERS,
    ids: { after: 'cursor', 'filter.ids': 'product', 'filter.ownerId': 'user' },
  },
  'Query.replenishment': { may: MEMBERS, ids: { after: 'cursor' } },
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
  'Query.stockAt': {
    may: MEMBERS,
    ids: { after: 'cursor', productIds: 'product' },
    values: { at: '2026-11-10T00:00:00Z' },
  },
  'Query.stockHistory': { may: MEMBERS, ids: { after: 'cursor', 'filter.productIds': 'product' } },
  'Query.syncRuns': { may: MEMBERS, ids: { after: 'cursor' } },
  'Query.systemMetricNames': {
    may: PLATFORM,
    silent: 'figures of the system, in which nobody is told apart',
  },
  'Query.systemMetrics': { may: PLATFORM, silent: 'figures of the system, in which nobody is told apart' },
  'Query.tenant': { may: MEMBERS },
  'Query.tenants': { may: PLATFORM, ids: { after: 'cursor' }, control: 'platform' },
  'Query.user': { may: MEMBERS, ids: { id: 'user' } },
  'Query.users': { may: MEMBER_READERS, ids: { after: 'cursor' } },
  'Query.viewer': { may: MEMBERS },
  'Query.warehouses': { may: MEMBERS },

  'Product.sales': { may: MEMBERS, via: { root: 'Query.product', id: 'product' }, ids: { after: 'cursor' } },
  'Product.stockHistory': {
    may: MEMBERS,
    via: { root: 'Query.product', id: 'product' },
    ids: { after: 'cursor' },
  },

  'Subscription.stockChanged': {
    may: MEMBERS,
    ids: { productIds: 'product' },
    own: { productIds: 'product' },
  },
  'Subscription.syncProgress': { may: MEMBERS, ids: { runId: 'syncRun' }, own: { runId: 'syncRun' } },

  'Mutation.acceptInvitation': { may: ANYBODY },
  'Mutation.archiveProduct': { may: WRITERS, ids: { 'input.id': 'product' }, disrupts: 'something' },
  'Mutation.restoreProduct': { may: WRITERS, ids: { 'input.id': 'product' }, disrupts: 'something' },
  'Mutation.changePassword': { may: MEMBERS },
  'Mutation.changeUserRole': {
    may: MANAGERS,
    ids: { 'input.userId': 'user' },
    values: { 'input.role': 'VIEWER' },
    disrupts: 'something',
  },
  'Mutation.connectWildberries': {
    may: WRITERS,
    ids: { 'input.userId': 'user' },
    values: { 'input.apiKey': mintToken({}, NOW.getTime()) },
  },
  'Mutation.createProduct': { may: WRITERS },
  'Mutation.disconnectWildberries': {
    may: WRITERS,
    ids: { 'input.userId': 'user' },
    disrupts: 'something',
  },
  'Mutation.impersonateUser': { may: PLATFORM, ids: { 'input.userId': 'user' }, control: 'platform' },
  'Mutation.importProducts': {
    may: WRITERS,
    values: { 'input.rows': [{ wbArticle: 'mark-a-user2', leadTimeDays: 5 }] },
  },
  'Mutation.inviteUser': {
    may: MANAGERS,
    values: { 'input.email': 'guest@example.com', 'input.role': 'VIEWER' },
  },
  'Mutation.linkTelegram': { may: MEMBERS },
  'Mutation.login': { may: ANYBODY },
  'Mutation.loginWithTelegram': { may: ANYBODY },
  'Mutation.logout': { may: MEMBERS },
  'Mutation.recalculateAnalytics': {
    may: MANAGERS,
    beyondDatabase: {
      user: 'a rollup of what is theirs writes nothing that they may not write',
      user2: 'as user',
    },
  },
  'Mutation.recordSales': { may: WRITERS, ids: { 'input.sales.0.productId': 'product' } },
  'Mutation.recordStock': { may: WRITERS, ids: { 'input.observations.0.productId': 'product' } },
  'Mutation.refreshSession': { may: ANYBODY },
  'Mutation.register': { may: ANYBODY },
  'Mutation.requestPasswordReset': { may: ANYBODY },
  'Mutation.resetPassword': { may: ANYBODY },
  'Mutation.revokeInvitation': { may: MANAGERS, ids: { 'input.id': 'invitation' } },
  'Mutation.setTenantActive': {
    may: PLATFORM,
    ids: { 'input.tenantId': 'tenant' },
    values: { 'input.isActive': false },
    control: 'platform',
    disrupts: 'everything',
  },
  'Mutation.setUserActive': {
    may: MANAGERS,
    ids: { 'input.userId': 'user' },
    values: { 'input.isActive': false },
    disrupts: 'something',
  },
  'Mutation.setUserAdmin': {
    may: PLATFORM,
    ids: { 'input.userId': 'user' },
    control: 'platform',
    disrupts: 'something',
  },
  'Mutation.startExport': {
    may: MEMBERS,
    ids: { 'input.productFilter.ids': 'product', 'input.productFilter.ownerId': 'user' },
    values: { 'input.kind': 'PRODUCTS' },
  },
  'Mutation.startSync': { may: WRITERS, ids: { 'input.userId': 'user' } },
  'Mutation.updateProduct': {
    may: WRITERS,
    ids: { 'input.id': 'product' },
    values: { 'input.leadTimeDays': 5 },
  },
  'Mutation.updateProfile': { may: MEMBERS, values: { 'input.fullName': 'somebody else' } },
  'Mutation.updateTenant': {
    may: OWNERS,
    values: { 'input.name': 'another name' },
    beyondDatabase: {
      admin: 'row-level security tells who changes the tenant from who does not, not an ADMIN from an OWNER',
    },
  },
  'Mutation.verifyEmail': { may: ANYBODY },
};
