import { BRIDGE, WORK } from '../identifiers.js';
import { changes, comes, OWNERS_RIGHTS, TENANT_OF_USER, type Crossing } from './words.js';

/** The panel's own columns, behind those of version 2, with what was in them, however long that is. */
export const LET_PANEL_SIGN_IN = `
  ALTER TABLE public.refresh_tokens ADD COLUMN token_hash text, ADD COLUMN device_info text,
    ADD COLUMN is_revoked boolean NOT NULL DEFAULT false, ALTER COLUMN ip_address TYPE varchar(45) USING host(ip_address);
  UPDATE public.refresh_tokens n SET token_hash = o.token_hash, device_info = o.device_info, is_revoked = coalesce(o.is_revoked, false),
    ip_address = coalesce(n.ip_address, left(o.ip_address::text, 45))
  FROM ${WORK}.refresh_tokens_v1 o WHERE o.id = n.id;
  CREATE INDEX legacy_refresh_tokens_token_hash_idx ON public.refresh_tokens (token_hash)`;

/** The same of subscriptions. What a status is called stays theirs until they have ended. */
export const LET_PANEL_SUBSCRIBE = `
  ALTER TABLE public.subscriptions ALTER COLUMN status DROP DEFAULT;
  ALTER TABLE public.subscriptions ALTER COLUMN status TYPE varchar(20) USING status::text, ALTER COLUMN status SET DEFAULT 'unpaid',
    ADD COLUMN has_access boolean NOT NULL DEFAULT false, ADD COLUMN trial_ends_at timestamptz,
    ADD COLUMN subscription_starts_at timestamptz, ADD COLUMN subscription_ends_at timestamptz,
    ADD COLUMN payment_provider text, ADD COLUMN payment_external_id text, ADD COLUMN last_payment_at timestamptz;
  UPDATE public.subscriptions n SET status = coalesce(o.status::text, 'unpaid'), has_access = coalesce(o.has_access, false), trial_ends_at = o.trial_ends_at,
    subscription_starts_at = o.subscription_starts_at, subscription_ends_at = o.subscription_ends_at,
    payment_provider = o.payment_provider, payment_external_id = o.payment_external_id, last_payment_at = o.last_payment_at
  FROM ${WORK}.subscriptions_v1 o WHERE o.id = n.id`;

/**
 * The panel's sessions are the panel's: nobody signs in to version 2 by one, so each has ended for it from the start. When the
 * panel ends all sessions of a user, those of version 2 end too.
 */
const TOKENS = `
  CREATE FUNCTION ${BRIDGE}.token_comes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    NEW.token := NEW.token_hash;
    NEW.revoked_at := coalesce(NEW.revoked_at, now());
    RETURN NEW;
  END $$;
  CREATE FUNCTION ${BRIDGE}.token_changes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    NEW.revoked_at := coalesce(NEW.revoked_at, now());
    PERFORM pg_notify('stock_tracker',
      json_build_object('origin', 'legacy', 'topic', 'access', 'message', json_build_object('userId', NEW.user_id))::text);
    RETURN NEW;
  END $$`;

/** What a subscription of version 2 has to have. */
const SUBSCRIPTION_COMES = `
  CREATE FUNCTION ${BRIDGE}.subscription_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN ${TENANT_OF_USER}
    NEW.plan_name := coalesce(NEW.plan_name, 'version 1');
    NEW.started_at := coalesce(NEW.subscription_starts_at, NEW.started_at, now());
    NEW.expires_at := coalesce(NEW.subscription_ends_at, NEW.trial_ends_at);
    NEW.auto_renew := false;
    NEW.updated_at := coalesce(NEW.updated_at, now());
    RETURN NEW;
  END $$`;

export const PANEL_TOKENS: Crossing = {
  sql: [TOKENS],
  triggers: [comes('token_comes'), changes('token_changes', 'NEW.is_revoked')],
};
export const PANEL_SUBSCRIPTIONS: Crossing = {
  sql: [SUBSCRIPTION_COMES],
  triggers: [comes('subscription_comes'), changes('subscription_comes')],
};
