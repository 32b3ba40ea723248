/** What a type is taken for: version 1 was made by several programs, which differed in such things. */
export type Kind =
  'uuid' | 'text' | 'whole' | 'number' | 'flag' | 'instant' | 'day' | 'json' | 'address' | 'host' | 'word';

const TEXT = /^(character varying(\(\d+\))?|text)$/;

const TYPES: Readonly<Record<Kind, RegExp>> = {
  uuid: /^uuid$/,
  text: TEXT,
  whole: /^(integer|bigint)$/,
  number: /^numeric(\(\d+,\d+\))?$/,
  flag: /^boolean$/,
  instant: /^timestamp (with|without) time zone$/,
  day: /^date$/,
  json: /^jsonb$/,
  address: /^inet$/,
  /** An address too, though the panel took whatever it was told. */
  host: /^(inet|character varying(\(\d+\))?|text)$/,
  /** Of a short list: an enum, under whatever name, or text. */
  word: /./,
};

export function isOfKind(type: string, kind: Kind): boolean {
  return TYPES[kind].test(type);
}

type Columns = Readonly<Record<string, Kind>>;

/** The eleven tables of version 1, in the order in which they are adopted. */
export const VERSION_ONE = {
  tenants: {
    id: 'uuid', name: 'text', slug: 'text', is_active: 'flag', created_at: 'instant', updated_at: 'instant',
  },
  users: {
    id: 'uuid', email: 'text', password_hash: 'text', telegram_id: 'whole', telegram_username: 'text', full_name: 'text',
    phone: 'text', wb_api_key: 'text', wb_api_key_encrypted: 'text', google_sheet_id: 'text', google_sheet_sent: 'flag',
    tenant_id: 'uuid', role: 'word', is_active: 'flag', is_verified: 'flag', is_admin: 'flag', payment_status: 'word',
    subscription_expires_at: 'instant', trial_ends_at: 'instant', last_login_at: 'instant', last_sync_at: 'instant',
    created_at: 'instant', updated_at: 'instant',
  },
  refresh_tokens: {
    id: 'uuid', user_id: 'uuid', token: 'text', expires_at: 'instant', created_at: 'instant',
  },
  subscriptions: {
    id: 'uuid', user_id: 'uuid', plan_name: 'text', status: 'word', price: 'number', currency: 'text',
    started_at: 'instant', expires_at: 'instant', cancelled_at: 'instant', auto_renew: 'flag', created_at: 'instant',
    updated_at: 'instant',
  },
  products: {
    id: 'uuid', user_id: 'uuid', wb_article: 'text', wb_nm_id: 'whole', name: 'text', brand: 'text', category: 'text',
    price: 'number', discount: 'whole', rating: 'number', reviews_count: 'whole', in_stock: 'flag', last_sync_at: 'instant',
    created_at: 'instant', updated_at: 'instant',
  },
  stock_history: {
    id: 'uuid', product_id: 'uuid', warehouse_name: 'text', quantity: 'whole', recorded_at: 'instant', created_at: 'instant',
  },
  sales: {
    id: 'uuid', user_id: 'uuid', product_id: 'uuid', wb_order_id: 'text', sale_date: 'day', quantity: 'whole',
    price: 'number', commission: 'number', net_amount: 'number', created_at: 'instant',
  },
  analytics_cache: {
    id: 'uuid', user_id: 'uuid', metric_type: 'text', period: 'text', data: 'json', calculated_at: 'instant',
    expires_at: 'instant', created_at: 'instant',
  },
  notifications: {
    id: 'uuid', user_id: 'uuid', type: 'text', title: 'text', message: 'text', is_read: 'flag', data: 'json',
    created_at: 'instant',
  },
  audit_log: {
    id: 'uuid', user_id: 'uuid', admin_user_id: 'uuid', action: 'text', entity_type: 'text', entity_id: 'uuid',
    changes: 'json', ip_address: 'address', user_agent: 'text', created_at: 'instant',
  },
  system_metrics: {
    id: 'uuid', metric_name: 'text', metric_value: 'number', tags: 'json', recorded_at: 'instant',
  },
} as const satisfies Readonly<Record<string, Columns>>; // prettier-ignore

export type Table = keyof typeof VERSION_ONE;
export const TABLES = Object.keys(VERSION_ONE) as Table[];

/** What the migrations of version 1's panel have made of two of them. */
export const PANEL: Readonly<Record<'refresh_tokens' | 'subscriptions', Columns>> = {
  refresh_tokens: {
    id: 'uuid', user_id: 'uuid', token_hash: 'text', expires_at: 'instant', created_at: 'instant', device_info: 'text',
    ip_address: 'host', is_revoked: 'flag', revoked_at: 'instant',
  },
  subscriptions: {
    id: 'uuid', user_id: 'uuid', has_access: 'flag', status: 'word', trial_ends_at: 'instant',
    subscription_starts_at: 'instant', subscription_ends_at: 'instant', payment_provider: 'text',
    payment_external_id: 'text', last_payment_at: 'instant', created_at: 'instant', updated_at: 'instant',
  },
}; // prettier-ignore

/** Of the panel's subscriptions: a migration of its own has added these, and not everybody has run that one. */
export const PANEL_ADDED = [
  'trial_ends_at', 'subscription_starts_at', 'subscription_ends_at', 'payment_provider', 'payment_external_id', 'last_payment_at',
]; // prettier-ignore

/** The bot's first table, kept when the others were built. */
export const BACKUP = 'users_old_backup';
export const BACKUP_COLUMNS: Columns = {
  telegram_id: 'whole', name: 'text', email: 'text', phone: 'text', wb_api_key: 'text', google_sheet_id: 'text',
  payment_status: 'word', google_sheet_sent: 'flag', created_at: 'instant', updated_at: 'instant',
}; // prettier-ignore

export const VIEWS: readonly string[] = ['v_active_users', 'v_admin_stats'];

/** Sets updated_at; version 2 does so itself. */
export const UPDATED_AT_FUNCTION = 'update_updated_at_column';

/** Where people were put who came from the bot: they are no colleagues. */
export const DEFAULT_TENANT = { id: '00000000-0000-0000-0000-000000000001', slug: 'default' };
