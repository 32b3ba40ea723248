import { LEGACY_ROLE } from '../identifiers.js';

/**
 * Who writes as the programs of version 1 do. The roles of version 2 are no members of theirs, so that the triggers leave
 * them alone. Asked when a trigger fires, and not inside of its function, which runs as the owner; and not of what such a
 * function writes itself.
 */
export const OLD_PROGRAM = `pg_trigger_depth() = 0 AND pg_has_role(current_user, '${LEGACY_ROLE}', 'MEMBER')`;

/** Of a function that also writes tables of which version 1's programs know nothing. */
export const OWNERS_RIGHTS = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp`;

/** The tenant of a row is its user's. Without such a user the foreign key says so. */
export const TENANT_OF_USER = `
  SELECT u.tenant_id INTO NEW.tenant_id FROM public.users u WHERE u.id = NEW.user_id;
  IF NEW.tenant_id IS NULL THEN
    RAISE EXCEPTION 'there is no user %', NEW.user_id USING ERRCODE = 'foreign_key_violation';
  END IF;`;
