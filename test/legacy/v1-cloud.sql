-- A database of version 1 as its bot and its panel have left it, with the faults that such have. All data are invented.
-- The role stocktracker is there already; whoever runs this owns the tables.
BEGIN;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TYPE user_role AS ENUM ('OWNER', 'ADMIN', 'USER', 'VIEWER');
CREATE TYPE subscription_status AS ENUM ('trial', 'active', 'expired', 'cancelled');
CREATE TYPE payment_status_enum AS ENUM ('free', 'trial', 'paid', 'expired', 'FREE', 'TRIAL', 'PAID', 'EXPIRED');

CREATE TABLE tenants (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), name varchar(255) NOT NULL, slug varchar(100) NOT NULL UNIQUE,
  is_active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());

-- the bot's first table, renamed when the unified one was built; it kept these index names
CREATE TABLE users_old_backup (
  id serial, telegram_id bigint NOT NULL UNIQUE, name varchar(100), email varchar(255), phone varchar(20), wb_api_key varchar(500),
  google_sheet_id varchar(255), payment_status varchar(20) DEFAULT 'pending', google_sheet_sent boolean DEFAULT false,
  created_at timestamp, updated_at timestamp, is_admin boolean, CONSTRAINT users_pkey PRIMARY KEY (id));
CREATE INDEX ix_users_telegram_id ON users_old_backup (telegram_id);
CREATE INDEX ix_users_is_admin ON users_old_backup (is_admin);
CREATE INDEX ix_users_payment_status ON users_old_backup (payment_status);

CREATE TABLE users (
  id uuid DEFAULT uuid_generate_v4(), email varchar(255) NOT NULL UNIQUE, password_hash varchar(255),
  telegram_id bigint UNIQUE, telegram_username varchar(100), full_name varchar(255), phone varchar(20),
  wb_api_key text, wb_api_key_encrypted text, google_sheet_id varchar(255), google_sheet_sent boolean NOT NULL DEFAULT false,
  tenant_id uuid REFERENCES tenants(id) ON DELETE CASCADE, role user_role NOT NULL DEFAULT 'USER',
  is_active boolean NOT NULL DEFAULT true, is_verified boolean NOT NULL DEFAULT false, is_admin boolean NOT NULL DEFAULT false,
  payment_status payment_status_enum NOT NULL DEFAULT 'free', subscription_expires_at timestamptz, trial_ends_at timestamptz,
  last_login_at timestamptz, last_sync_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey1 PRIMARY KEY (id));
CREATE INDEX ix_users_email ON users (email);
CREATE INDEX ix_users_tenant_role ON users (tenant_id, role);

CREATE TABLE subscriptions (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE, plan_name varchar(50) NOT NULL,
  status subscription_status NOT NULL DEFAULT 'trial', price numeric(10,2), currency varchar(3) DEFAULT 'RUB', started_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz, cancelled_at timestamptz, auto_renew boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE refresh_tokens (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE, token varchar(255) NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE products (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE, wb_article varchar(100) NOT NULL, wb_nm_id bigint,
  name varchar(500), brand varchar(255), category varchar(255), price numeric(10,2), discount integer, rating numeric(3,2), reviews_count integer,
  in_stock boolean DEFAULT true, last_sync_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE stock_history (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), product_id uuid NOT NULL REFERENCES products(id) ON DELETE CASCADE, warehouse_name varchar(255),
  quantity integer NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(), created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE sales (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE, product_id uuid REFERENCES products(id) ON DELETE SET NULL,
  wb_order_id varchar(100), sale_date date NOT NULL, quantity integer NOT NULL, price numeric(10,2) NOT NULL, commission numeric(10,2), net_amount numeric(10,2),
  created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE analytics_cache (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE, metric_type varchar(50) NOT NULL, period varchar(20) NOT NULL,
  data jsonb NOT NULL, calculated_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE audit_log (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid REFERENCES users(id) ON DELETE SET NULL, admin_user_id uuid REFERENCES users(id) ON DELETE SET NULL,
  action varchar(100) NOT NULL, entity_type varchar(50), entity_id uuid, changes jsonb, ip_address inet, user_agent text, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE system_metrics (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), metric_name varchar(100) NOT NULL, metric_value numeric(15,2) NOT NULL, tags jsonb, recorded_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE notifications (
  id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE, type varchar(50) NOT NULL, title varchar(255) NOT NULL,
  message text NOT NULL, is_read boolean NOT NULL DEFAULT false, data jsonb, created_at timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$;
CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER update_products_updated_at BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE VIEW v_active_users AS
SELECT u.id, u.email, u.telegram_id, u.full_name, u.role, u.is_admin, u.payment_status, u.last_login_at, t.name AS tenant_name, s.plan_name, s.expires_at AS subscription_expires_at
FROM users u LEFT JOIN tenants t ON u.tenant_id = t.id LEFT JOIN subscriptions s ON u.id = s.user_id AND s.status = 'active' WHERE u.is_active = true;
CREATE VIEW v_admin_stats AS
SELECT count(*) FILTER (WHERE is_active = true) AS total_users, count(*) FILTER (WHERE payment_status = 'paid') AS paid_users, count(*) FILTER (WHERE payment_status = 'trial') AS trial_users,
  count(*) FILTER (WHERE is_admin = true) AS admin_users, (SELECT count(*) FROM products) AS total_products, (SELECT count(*) FROM sales WHERE sale_date >= CURRENT_DATE - 30) AS sales_last_30_days FROM users;

INSERT INTO tenants (id, name, slug) VALUES ('00000000-0000-0000-0000-000000000001', 'Default Tenant', 'default'), ('00000000-0000-0000-0000-000000000002', 'ООО Ромашка', 'romashka');
INSERT INTO users (id, email, password_hash, telegram_id, telegram_username, full_name, phone, wb_api_key, wb_api_key_encrypted, google_sheet_id, google_sheet_sent, tenant_id, role, is_verified, is_admin, payment_status, subscription_expires_at) VALUES
 -- password of the first three: correct-horse-1; Fernet key of the encrypted one: AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=
 ('a0000000-0000-0000-0000-000000000001', 'Admin@Example.com', '$2b$12$nKWM1jfWsDmykQwyI0NHdOsqcEQxmviTTShVUQuON8fk8.fp3wQeu', NULL, NULL, 'Анна Админ', NULL, NULL, NULL, NULL, false, '00000000-0000-0000-0000-000000000001', 'USER', true, true, 'PAID', now() + interval '90 days'),
 ('a0000000-0000-0000-0000-000000000002', 'owner@romashka.example', '$2b$12$nKWM1jfWsDmykQwyI0NHdOsqcEQxmviTTShVUQuON8fk8.fp3wQeu', 700000002, 'romashka_owner', 'Олег Ромашкин', '+79990000002', 'legacy-plain-wb-key-of-oleg-0123456789012345678901234567890', 'gAAAAABpLNqA04yvc1fcynl0Dx0ToT2VslW2tR1MIitwHb9H5VmG7GrlovJjvMwvFsiHFDRUNDNAks-RgoBeSqEa93Lo3p_kmHvURgutqfWaMyg6gDfthpqEofQ_siTQw9_Y_f5EDVbjRRd_8paNuen9V3fUo2ihrA==', 'sheet-oleg', true, '00000000-0000-0000-0000-000000000002', 'OWNER', true, false, 'paid', now() + interval '10 days'),
 ('a0000000-0000-0000-0000-000000000003', 'viewer@romashka.example', '$2b$12$nKWM1jfWsDmykQwyI0NHdOsqcEQxmviTTShVUQuON8fk8.fp3wQeu', NULL, NULL, 'Вера', '8 999 000 00 03', NULL, NULL, NULL, false, '00000000-0000-0000-0000-000000000002', 'VIEWER', false, false, 'free', NULL),
 ('a0000000-0000-0000-0000-000000000004', 'user_700000004@telegram.bot', NULL, 700000004, NULL, '<b>Борис</b>', '79990000004', 'legacy-plain-wb-key-of-boris-012345678901234567890123456789', NULL, 'sheet-boris', true, NULL, 'USER', false, false, 'FREE', NULL),
 ('a0000000-0000-0000-0000-000000000005', 'user_700000005@telegram.bot', NULL, 700000005, 'five', 'Полина', NULL, NULL, NULL, NULL, false, '00000000-0000-0000-0000-000000000001', 'USER', false, false, 'TRIAL', NULL),
 ('a0000000-0000-0000-0000-000000000006', 'admin@example.com', NULL, 700000006, NULL, 'Анна из бота', NULL, NULL, NULL, NULL, false, '00000000-0000-0000-0000-000000000001', 'USER', false, false, 'EXPIRED', now() - interval '3 days');
INSERT INTO users_old_backup (telegram_id, name, email, phone, wb_api_key, google_sheet_id, payment_status, google_sheet_sent, created_at, updated_at, is_admin) VALUES
 (700000002, 'Олег', 'owner@romashka.example', '79990000002', 'legacy-plain-wb-key-of-oleg-0123456789012345678901234567890', 'sheet-oleg', 'completed', true, '2025-10-01', '2025-11-01', false),
 (700000004, '<b>Борис</b>', NULL, '79990000004', 'legacy-plain-wb-key-of-boris-012345678901234567890123456789', 'sheet-boris', 'pending', true, '2025-10-02', '2025-11-02', NULL),
 (700000008, 'Не перенесён', 'OWNER@romashka.example', NULL, NULL, NULL, 'failed', false, '2025-10-03', NULL, NULL),
 (700000009, 'Не перенесена', 'late@example.com', '79990000009', 'legacy-plain-wb-key-of-late-0123456789012345678901234567890', NULL, NULL, false, '2025-10-04', NULL, true);
INSERT INTO subscriptions (id, user_id, plan_name, status, price, started_at, expires_at) VALUES
 ('b0000000-0000-0000-0000-000000000001', 'a0000000-0000-0000-0000-000000000002', 'pro', 'active', 2990, now() - interval '20 days', now() + interval '10 days'),
 ('b0000000-0000-0000-0000-000000000002', 'a0000000-0000-0000-0000-000000000002', 'starter', 'expired', 990, now() - interval '60 days', now() - interval '30 days'),
 ('b0000000-0000-0000-0000-000000000003', 'a0000000-0000-0000-0000-000000000005', 'starter', 'trial', NULL, now() - interval '40 days', now() - interval '26 days');
INSERT INTO refresh_tokens (user_id, token, expires_at) VALUES ('a0000000-0000-0000-0000-000000000002', 'clear-text-refresh-token-of-version-1', now() + interval '20 days');
INSERT INTO products (id, user_id, wb_article, wb_nm_id, name, brand, category, price, discount, rating, reviews_count) VALUES
 ('c0000000-0000-0000-0000-000000000001', 'a0000000-0000-0000-0000-000000000002', 'TSH-001', 100000001, 'Футболка белая', 'Ромашка', 'Футболки', 1290, 15, 4.80, 210),
 ('c0000000-0000-0000-0000-000000000002', 'a0000000-0000-0000-0000-000000000002', 'TSH-001', 100000001, 'Футболка белая (копия)', 'Ромашка', 'Футболки', 1290, 15, 4.80, 210),
 ('c0000000-0000-0000-0000-000000000003', 'a0000000-0000-0000-0000-000000000002', 'MUG-7', NULL, 'Кружка', 'Ромашка', NULL, NULL, NULL, NULL, NULL),
 ('c0000000-0000-0000-0000-000000000004', 'a0000000-0000-0000-0000-000000000004', 'SOCK-1', 100000004, 'Носки', NULL, 'Носки', 199.99, 0, NULL, 0),
 ('c0000000-0000-0000-0000-000000000005', 'a0000000-0000-0000-0000-000000000005', 'TSH-001', 100000001, 'Чужая футболка', NULL, NULL, 10, 0, NULL, 0);
INSERT INTO stock_history (product_id, warehouse_name, quantity, recorded_at)
 SELECT p, w, q, date_trunc('day', now()) - d * interval '1 day' FROM (VALUES
 ('c0000000-0000-0000-0000-000000000001'::uuid, 'Коледино', 40, 10), ('c0000000-0000-0000-0000-000000000001', 'Коледино', 40, 9), ('c0000000-0000-0000-0000-000000000001', 'Коледино', 31, 5),
 ('c0000000-0000-0000-0000-000000000001', 'Подольск', 5, 10), ('c0000000-0000-0000-0000-000000000001', 'Подольск', 0, 3), ('c0000000-0000-0000-0000-000000000002', 'Коледино', 31, 5),
 ('c0000000-0000-0000-0000-000000000004', NULL, 7, 4)) v(p, w, q, d);
INSERT INTO sales (user_id, product_id, wb_order_id, sale_date, quantity, price, commission, net_amount) VALUES
 ('a0000000-0000-0000-0000-000000000002', 'c0000000-0000-0000-0000-000000000001', 'srid-1', CURRENT_DATE - 9, 1, 1096.50, 164.48, 932.02),
 ('a0000000-0000-0000-0000-000000000002', 'c0000000-0000-0000-0000-000000000001', 'srid-2', CURRENT_DATE - 8, 2, 1096.50, 328.95, 1864.05),
 ('a0000000-0000-0000-0000-000000000002', 'c0000000-0000-0000-0000-000000000002', 'srid-2', CURRENT_DATE - 8, 2, 1096.50, 328.95, 1864.05),
 ('a0000000-0000-0000-0000-000000000002', 'c0000000-0000-0000-0000-000000000001', 'srid-1', CURRENT_DATE - 2, -1, 1096.50, -164.48, -932.02),
 ('a0000000-0000-0000-0000-000000000002', NULL, NULL, CURRENT_DATE - 1, 1, 300, NULL, NULL),
 ('a0000000-0000-0000-0000-000000000004', 'c0000000-0000-0000-0000-000000000004', 'srid-9', CURRENT_DATE - 1, 3, 199.99, 30, 569.97);
INSERT INTO notifications (user_id, type, title, message) VALUES ('a0000000-0000-0000-0000-000000000002', 'low_stock', 'Мало на складе', 'Футболка белая: осталось 5');
INSERT INTO audit_log (user_id, admin_user_id, action, entity_type, entity_id, changes, ip_address) VALUES ('a0000000-0000-0000-0000-000000000005', 'a0000000-0000-0000-0000-000000000001', 'user.deactivate', 'user', 'a0000000-0000-0000-0000-000000000005', '{"is_active": [true, false]}', '203.0.113.7');
INSERT INTO system_metrics (metric_name, metric_value, tags) VALUES ('active_users', 4, '{"window": "24h"}');
GRANT ALL ON ALL TABLES IN SCHEMA public TO stocktracker;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO stocktracker;
COMMIT;
