import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is who: tenants, their people, sessions and subscriptions. Column names and types are version 1's. */
export class Identity1764000000001 implements MigrationInterface {
  readonly name = 'Identity1764000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';

      -- RFC 9562 version 7: 48 bits of milliseconds, then random. For set-wise inserts; single rows get their
      -- id from the application. (PostgreSQL 18 has uuidv7(), 15 to 17 have not.)
      CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
        SELECT encode(
          set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
              PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
              FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
      $$;

      CREATE TYPE user_role AS ENUM ('OWNER', 'ADMIN', 'USER', 'VIEWER');
      CREATE TYPE payment_status_enum AS ENUM ('free', 'trial', 'paid', 'expired');
      CREATE TYPE subscription_status AS ENUM ('trial', 'active', 'expired', 'cancelled');

      CREATE TABLE tenants (
        id uuid NOT NULL DEFAULT uuid_v7(),
        name varchar(255) NOT NULL,
        slug varchar(100) NOT NULL,
        is_active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT tenants_pkey PRIMARY KEY (id),
        CONSTRAINT tenants_slug_key UNIQUE (slug)
      );

      CREATE TABLE users (
        id uuid NOT NULL DEFAULT uuid_v7(),
        email varchar(255) NOT NULL,
        password_hash varchar(255),
        telegram_id bigint,
        telegram_username varchar(100),
        full_name varchar(255),
        phone varchar(20),
        wb_api_key text,
        wb_api_key_encrypted text,
        google_sheet_id varchar(255),
        google_sheet_sent boolean NOT NULL DEFAULT false,
        tenant_id uuid NOT NULL,
        role user_role NOT NULL DEFAULT 'USER',
        is_active boolean NOT NULL DEFAULT true,
        is_verified boolean NOT NULL DEFAULT false,
        is_admin boolean NOT NULL DEFAULT false,
        payment_status payment_status_enum NOT NULL DEFAULT 'free',
        subscription_expires_at timestamptz,
        trial_ends_at timestamptz,
        last_login_at timestamptz,
        last_sync_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        locale varchar(10) NOT NULL DEFAULT 'ru',
        token_version integer NOT NULL DEFAULT 0,
        CONSTRAINT users_pkey PRIMARY KEY (id),
        CONSTRAINT users_email_key UNIQUE (email),
        CONSTRAINT users_telegram_id_key UNIQUE (telegram_id),
        -- what the composite foreign keys of the tenant tables refer to
        CONSTRAINT users_tenant_id_id_key UNIQUE (tenant_id, id),
        CONSTRAINT users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE
      );
      CREATE INDEX ix_users_email ON users (email);
      CREATE INDEX ix_users_telegram_id ON users (telegram_id);
      CREATE INDEX ix_users_is_admin ON users (is_admin);
      CREATE INDEX ix_users_payment_status ON users (payment_status);
      CREATE INDEX ix_users_tenant_role ON users (tenant_id, role);
      CREATE UNIQUE INDEX users_email_lower_key ON users (lower(email));

      -- No tenant and no foreign key: local to the coordinator on Citus. token holds the SHA-256 of the token.
      CREATE TABLE refresh_tokens (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        token varchar(255) NOT NULL,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        family_id uuid NOT NULL DEFAULT uuid_v7(),
        rotated_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        ip_address inet,
        user_agent text,
        CONSTRAINT refresh_tokens_pkey PRIMARY KEY (id),
        CONSTRAINT refresh_tokens_token_key UNIQUE (token)
      );
      CREATE INDEX refresh_tokens_user_idx ON refresh_tokens (user_id, family_id);
      CREATE INDEX refresh_tokens_family_idx ON refresh_tokens (family_id);

      CREATE TABLE subscriptions (
        id uuid NOT NULL DEFAULT uuid_v7(),
        user_id uuid NOT NULL,
        plan_name varchar(50) NOT NULL,
        status subscription_status NOT NULL DEFAULT 'trial',
        price numeric(10,2),
        currency varchar(3) DEFAULT 'RUB',
        started_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        cancelled_at timestamptz,
        auto_renew boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        tenant_id uuid NOT NULL,
        CONSTRAINT subscriptions_pkey PRIMARY KEY (tenant_id, id),
        CONSTRAINT subscriptions_user_fkey FOREIGN KEY (tenant_id, user_id)
          REFERENCES users (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX subscriptions_user_idx ON subscriptions (tenant_id, user_id, status);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL citus.multi_shard_modify_mode TO 'sequential';
      DROP TABLE subscriptions, refresh_tokens, users, tenants;
      DROP TYPE subscription_status, payment_status_enum, user_role;
      DROP FUNCTION uuid_v7();
    `);
  }
}
