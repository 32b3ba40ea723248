import { LEGACY_ROLE, literal } from '../identifiers.js';
import type { Table } from '../survey/version-one.js';

/**
 * Who writes as the programs of version 1 do. The roles of version 2 are no members of theirs, so that the triggers leave
 * them alone; so do they what their own functions write, which run as the owner. Asked when a trigger fires.
 */
export function oldProgram(owner: string): string {
  return `current_user <> ${literal(owner)} AND pg_has_role(current_user, ${literal(LEGACY_ROLE)}, 'MEMBER')`;
}

/** Of a function that also writes tables of which version 1's programs know nothing. */
export const OWNERS_RIGHTS = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp`;

/** The tenant of a row is its user's. Without such a user the foreign key says so. */
export const TENANT_OF_USER = `
  SELECT u.tenant_id INTO NEW.tenant_id FROM public.users u WHERE u.id = NEW.user_id;
  IF NEW.tenant_id IS NULL THEN
    RAISE EXCEPTION 'there is no user %', NEW.user_id USING ERRCODE = 'foreign_key_violation';
  END IF;`;

/** In a function: what a program has asked for and can not have is put aside as it would have been. */
export function putAside(table: Table, reason: string): string {
  return `
    INSERT INTO public.adopt_quarantine (table_name, row, reason, adopted_at)
    VALUES ('${table}', to_jsonb(NEW), ${reason}, now());`;
}

/** In a function: has the sales of a day rolled up again; figures and totals of goods follow from any mark. */
export function marked(day: string, row: string): string {
  return `
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, day) VALUES (${row}.tenant_id, ${row}.user_id, 'sales', ${day});`;
}

/** What programs of version 1 need of one table. */
export interface Crossing {
  /** Functions, and whatever else there has to be. */
  readonly sql: readonly string[];
  readonly triggers: readonly Trigger[];
}

export interface Trigger {
  readonly name: 'legacy_comes' | 'legacy_changes' | 'legacy_goes';
  readonly timing: string;
  readonly function: string;
  /** What has to hold besides that version 1's programs write. */
  readonly when?: string;
}

export const comes = (function_: string, when?: string): Trigger => ({
  name: 'legacy_comes',
  timing: 'BEFORE INSERT',
  function: function_,
  ...(when !== undefined && { when }),
});

export const changes = (function_: string, when?: string): Trigger => ({
  name: 'legacy_changes',
  timing: 'BEFORE UPDATE',
  function: function_,
  ...(when !== undefined && { when }),
});
