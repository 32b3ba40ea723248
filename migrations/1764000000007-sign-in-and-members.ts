import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const USER = `nullif(current_setting('app.user_id', true), '')::uuid`;
const WHOLE_TENANT = `current_setting('app.scope', true) = 'tenant'`;
const CHANGES_TENANT = `current_setting('app.write_scope', true) = 'tenant'`;

/** As in the migration of the policies: a CASE, since of an OR the planner expects few rows. */
const seen = (column: string): string => `CASE WHEN ${WHOLE_TENANT} THEN true ELSE ${column} = ${USER} END`;
/** A VIEWER sees the whole tenant and changes nothing of it. */
const changed = (column: string): string =>
  `CASE current_setting('app.write_scope', true) WHEN 'tenant' THEN true WHEN 'own' THEN ${column} = ${USER} ELSE false END`;

/** Rows of one seller. */
const OWNED = [
  'products',
  'product_costs',
  'stock_history',
  'stock_levels',
  'sales',
  'orders',
  'sales_daily',
  'stock_daily',
  'product_metrics',
  'rollup_marks',
  'analytics_cache',
  'subscriptions',
  'wildberries_connections',
  'sync_runs',
  'sync_cursors',
  'sync_stage',
];

/** For sign-in, where there is no tenant yet: the system role's alone. */
const SYSTEM_ONLY = ['one_time_tokens', 'telegram_logins', 'impersonations', 'rate_limits'];

/** What a member of the tenant may change of an account; who belongs where, and who administers the platform, not. */
const ACCOUNT_COLUMNS = [
  'email',
  'password_hash',
  'telegram_id',
  'telegram_username',
  'full_name',
  'phone',
  'wb_api_key',
  'wb_api_key_encrypted',
  'google_sheet_id',
  'google_sheet_sent',
  'role',
  'is_active',
  'is_verified',
  'last_login_at',
  'last_sync_at',
  'updated_at',
  'locale',
  'token_version',
];

/** One-time tokens, invitations, impersonation and counters; and row-level security that tells changing from seeing. */
export class SignInAndMembers1764000000007 implements MigrationInterface {
  readonly name = 'SignInAndMembers1764000000007';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- A session is alive as long as its version is its user's: raising that one ends all of them at once.
      -- From the salt and the spent token itself the successor can be made again, for two tabs that race.
      ALTER TABLE refresh_tokens
        ADD COLUMN token_version integer NOT NULL DEFAULT 0,
        ADD COLUMN successor_salt bytea;

      CREATE TABLE invitations (
        tenant_id uuid NOT NULL,
        id uuid NOT NULL DEFAULT uuid_v7(),
        email varchar(255) NOT NULL,
        role user_role NOT NULL,
        -- SHA-256 of the token, in hex
        token_hash varchar(64) NOT NULL,
        invited_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT invitations_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT invitations_token_hash_key UNIQUE (tenant_id, token_hash),
        CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (tenant_id, invited_by)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX invitations_token_hash_idx ON invitations (token_hash);
      CREATE UNIQUE INDEX invitations_one_open ON invitations (tenant_id, lower(email))
        WHERE accepted_at IS NULL AND revoked_at IS NULL;

      -- What a mail brings: a proof of the address, or the right to set a password. email is where it was sent.
      CREATE TABLE one_time_tokens (
        token_hash varchar(64) NOT NULL,
        user_id uuid NOT NULL,
        purpose varchar(20) NOT NULL CHECK (purpose IN ('VERIFY_EMAIL', 'RESTORE_EMAIL', 'RESET_PASSWORD')),
        email varchar(255) NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT one_time_tokens_pkey PRIMARY KEY (token_hash)
      );
      CREATE INDEX one_time_tokens_user_idx ON one_time_tokens (user_id, purpose);

      -- Sign-ins by Telegram that were accepted, until they are too old to be accepted again.
      CREATE TABLE telegram_logins (
        hash varchar(64) NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT telegram_logins_pkey PRIMARY KEY (hash)
      );

      CREATE TABLE impersonations (
        id uuid NOT NULL,
        admin_user_id uuid NOT NULL,
        user_id uuid NOT NULL,
        reason text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT impersonations_pkey PRIMARY KEY (id)
      );
      CREATE INDEX impersonations_user_idx ON impersonations (user_id);

      -- Counters of the rate limits, in the columns that rate-limiter-flexible expects. A crash may forget them.
      CREATE UNLOGGED TABLE rate_limits (
        key varchar(255) NOT NULL,
        points integer NOT NULL DEFAULT 0,
        expire bigint,
        CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
      );
      CREATE INDEX rate_limits_expire_idx ON rate_limits (expire);

      CREATE INDEX audit_log_action_idx ON audit_log (tenant_id, action, created_at DESC, id DESC);
      CREATE INDEX audit_log_entity_idx ON audit_log (tenant_id, entity_id, created_at DESC, id DESC);
      CREATE INDEX users_tenant_created_idx ON users (tenant_id, created_at, id);
    `);
    for (const table of ['invitations', ...SYSTEM_ONLY]) {
      await db.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY system_all ON ${table} TO stocktracker_system USING (true) WITH CHECK (true);
        GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO stocktracker_system;
      `);
    }
    for (const table of OWNED) {
      const reads = `tenant_id = ${TENANT} AND ${seen('user_id')}`;
      const writes = `tenant_id = ${TENANT} AND ${changed('user_id')}`;
      await db.query(`
        DROP POLICY app_rows ON ${table};
        CREATE POLICY app_read ON ${table} FOR SELECT TO stocktracker_app USING (${reads});
        CREATE POLICY app_insert ON ${table} FOR INSERT TO stocktracker_app WITH CHECK (${writes});
        CREATE POLICY app_update ON ${table} FOR UPDATE TO stocktracker_app USING (${writes}) WITH CHECK (${writes});
        CREATE POLICY app_delete ON ${table} FOR DELETE TO stocktracker_app USING (${writes});
      `);
    }
    const ofTenant = `tenant_id = ${TENANT} AND ${CHANGES_TENANT}`;
    const ownOrTenant = `tenant_id = ${TENANT} AND CASE WHEN ${CHANGES_TENANT} THEN true ELSE id = ${USER} END`;
    await db.query(`
      DROP POLICY app_rows ON users;
      CREATE POLICY app_read ON users FOR SELECT TO stocktracker_app USING (tenant_id = ${TENANT} AND ${seen('id')});
      CREATE POLICY app_update ON users FOR UPDATE TO stocktracker_app USING (${ownOrTenant}) WITH CHECK (${ownOrTenant});
      REVOKE UPDATE ON users FROM stocktracker_app;
      GRANT UPDATE (${ACCOUNT_COLUMNS.join(', ')}) ON users TO stocktracker_app;

      DROP POLICY app_rows ON tenants;
      CREATE POLICY app_read ON tenants FOR SELECT TO stocktracker_app USING (id = ${TENANT});
      CREATE POLICY app_update ON tenants FOR UPDATE TO stocktracker_app
        USING (id = ${TENANT} AND ${CHANGES_TENANT}) WITH CHECK (id = ${TENANT} AND ${CHANGES_TENANT});
      REVOKE UPDATE ON tenants FROM stocktracker_app;
      GRANT UPDATE (name, slug, updated_at) ON tenants TO stocktracker_app;

      CREATE POLICY app_read ON invitations FOR SELECT TO stocktracker_app USING (tenant_id = ${TENANT} AND ${WHOLE_TENANT});
      CREATE POLICY app_insert ON invitations FOR INSERT TO stocktracker_app WITH CHECK (${ofTenant});
      CREATE POLICY app_update ON invitations FOR UPDATE TO stocktracker_app USING (${ofTenant}) WITH CHECK (${ofTenant});
      GRANT SELECT, INSERT, UPDATE ON invitations TO stocktracker_app;

      DROP POLICY app_read ON audit_log;
      CREATE POLICY app_read ON audit_log FOR SELECT TO stocktracker_app USING (${ofTenant});

      -- what is done to somebody by a colleague is told to them in the same transaction
      CREATE POLICY app_append ON notifications FOR INSERT TO stocktracker_app WITH CHECK (tenant_id = ${TENANT});
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP POLICY app_append ON notifications;
      DROP POLICY app_read ON audit_log;
      CREATE POLICY app_read ON audit_log FOR SELECT TO stocktracker_app USING (tenant_id = ${TENANT} AND ${WHOLE_TENANT});
      DROP POLICY app_read ON tenants;
      DROP POLICY app_update ON tenants;
      CREATE POLICY app_rows ON tenants TO stocktracker_app USING (id = ${TENANT}) WITH CHECK (id = ${TENANT});
      DROP POLICY app_read ON users;
      DROP POLICY app_update ON users;
      CREATE POLICY app_rows ON users TO stocktracker_app
        USING (tenant_id = ${TENANT} AND ${seen('id')}) WITH CHECK (tenant_id = ${TENANT} AND ${seen('id')});
      GRANT UPDATE ON tenants, users TO stocktracker_app;
    `);
    for (const table of OWNED) {
      const rule = `tenant_id = ${TENANT} AND ${seen('user_id')}`;
      await db.query(`
        DROP POLICY app_read ON ${table};
        DROP POLICY app_insert ON ${table};
        DROP POLICY app_update ON ${table};
        DROP POLICY app_delete ON ${table};
        CREATE POLICY app_rows ON ${table} TO stocktracker_app USING (${rule}) WITH CHECK (${rule});
      `);
    }
    await db.query(`
      DROP INDEX users_tenant_created_idx, audit_log_entity_idx, audit_log_action_idx;
      DROP TABLE ${['invitations', ...SYSTEM_ONLY].join(', ')};
      ALTER TABLE refresh_tokens DROP COLUMN token_version, DROP COLUMN successor_salt;
    `);
  }
}
