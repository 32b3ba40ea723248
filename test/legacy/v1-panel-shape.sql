-- After v1-cloud.sql: what the migrations of the panel have made of two tables.
BEGIN;
DROP VIEW v_active_users;
DROP TABLE subscriptions;
CREATE TABLE subscriptions (
  id uuid PRIMARY KEY, user_id uuid NOT NULL UNIQUE REFERENCES users(id) ON DELETE CASCADE, has_access boolean NOT NULL DEFAULT false, status varchar(20) NOT NULL DEFAULT 'unpaid',
  trial_ends_at timestamptz, subscription_starts_at timestamptz, subscription_ends_at timestamptz, payment_provider varchar(50), payment_external_id varchar(255), last_payment_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz);
INSERT INTO subscriptions (id, user_id, has_access, status, subscription_starts_at, subscription_ends_at) VALUES
 (uuid_generate_v4(), 'a0000000-0000-0000-0000-000000000002', true, 'paid', now() - interval '20 days', now() + interval '10 days'),
 (uuid_generate_v4(), 'a0000000-0000-0000-0000-000000000005', false, 'unpaid', NULL, NULL);
ALTER TABLE refresh_tokens RENAME COLUMN token TO token_hash;
ALTER TABLE refresh_tokens ADD COLUMN device_info varchar(255), ADD COLUMN ip_address varchar(45), ADD COLUMN is_revoked boolean NOT NULL DEFAULT false, ADD COLUMN revoked_at timestamptz;
CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('20251207_2140');
GRANT ALL ON ALL TABLES IN SCHEMA public TO stocktracker;
COMMIT;
