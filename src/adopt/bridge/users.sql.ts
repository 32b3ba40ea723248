import { BRIDGE } from '../identifiers.js';
import { tenantName, tenantSlug } from '../own-tenants.sql.js';
import { changes, comes, OWNERS_RIGHTS, type Crossing } from './words.js';

/** An address that differs by capitals only from another's gets a number, as when the others were adopted. */
const ADDRESS = `
  CREATE FUNCTION ${BRIDGE}.free_address(wanted text, of_user uuid) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    free text := wanted;
    n integer := 1;
  BEGIN
    WHILE EXISTS (SELECT FROM public.users WHERE lower(email) = lower(free) AND email <> wanted AND id <> of_user) LOOP
      n := n + 1;
      free := regexp_replace(wanted, '(@[^@]*)?$', '+' || n || '\\1');
    END LOOP;
    RETURN free;
  END $$;
  REVOKE ALL ON FUNCTION ${BRIDGE}.free_address(text, uuid) FROM PUBLIC`;

/** Two who take one address in different capitals at once: the second sees the first, and gets a number. */
const IN_TURN = `PERFORM pg_advisory_xact_lock(hashtextextended('legacy address ' || lower(NEW.email), 0));`;

/** Whoever comes without a tenant gets one of their own. */
const COMES = `
  CREATE FUNCTION ${BRIDGE}.user_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    ${IN_TURN}
    NEW.email := ${BRIDGE}.free_address(NEW.email, NEW.id);
    IF NEW.tenant_id IS NULL THEN
      NEW.tenant_id := uuid_v7();
      NEW.role := 'OWNER';
      INSERT INTO public.tenants (id, name, slug)
      VALUES (NEW.tenant_id,
        ${tenantName('NEW.')}, ${tenantSlug('NEW.tenant_id')});
    END IF;
    RETURN NEW;
  END $$`;

/**
 * Another plain key counts from now on: what is encrypted is of the key before, and what was known is of that one too. It
 * is encrypted by whoever next looks after the keys; until then the plain one is used. Another password ends the sessions;
 * and what somebody may do is asked anew everywhere.
 */
const CHANGES = `
  CREATE FUNCTION ${BRIDGE}.user_changes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    NEW.tenant_id := OLD.tenant_id;
    IF NEW.email IS DISTINCT FROM OLD.email THEN
      ${IN_TURN}
      NEW.email := ${BRIDGE}.free_address(NEW.email, NEW.id);
      NEW.is_verified := false;
    END IF;
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN NEW.updated_at := now(); END IF;
    IF NEW.wb_api_key IS DISTINCT FROM OLD.wb_api_key AND NEW.wb_api_key_encrypted IS NOT DISTINCT FROM OLD.wb_api_key_encrypted THEN
      NEW.wb_api_key_encrypted := NULL;
      IF to_regclass('public.wildberries_connections') IS NOT NULL THEN
        DELETE FROM public.wildberries_connections WHERE tenant_id = OLD.tenant_id AND user_id = OLD.id;
      END IF;
    END IF;
    IF NEW.password_hash IS DISTINCT FROM OLD.password_hash THEN NEW.token_version := OLD.token_version + 1; END IF;
    IF (NEW.is_active, NEW.is_admin, NEW.role, NEW.token_version)
        IS DISTINCT FROM (OLD.is_active, OLD.is_admin, OLD.role, OLD.token_version) THEN
      PERFORM pg_notify('stock_tracker',
        json_build_object('origin', 'legacy', 'topic', 'access', 'message', json_build_object('userId', OLD.id))::text);
    END IF;
    RETURN NEW;
  END $$`;

export const USERS: Crossing = {
  sql: [ADDRESS, COMES, CHANGES],
  triggers: [comes('user_comes'), changes('user_changes')],
};
