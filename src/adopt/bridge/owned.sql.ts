import { BRIDGE } from '../identifiers.js';
import { comes, OWNERS_RIGHTS, TENANT_OF_USER, type Crossing } from './words.js';

/** Of tables whose rows need nothing but their user's tenant. */
export const ROW_COMES = `
  CREATE FUNCTION ${BRIDGE}.row_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN ${TENANT_OF_USER}
    RETURN NEW;
  END $$`;

/** A row that needs nothing but its user's tenant. */
export const OWNED: Crossing = { sql: [], triggers: [comes('row_comes')] };

/** There is one row a user, metric and period: a second one takes its place. */
const CACHE_COMES = `
  CREATE FUNCTION ${BRIDGE}.cache_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN ${TENANT_OF_USER}
    UPDATE public.analytics_cache SET data = NEW.data, calculated_at = NEW.calculated_at, expires_at = NEW.expires_at
    WHERE tenant_id = NEW.tenant_id AND user_id = NEW.user_id AND metric_type = NEW.metric_type AND period = NEW.period;
    IF FOUND THEN RETURN NULL; END IF;
    RETURN NEW;
  END $$`;

/** Of whom it was done to, or of who did it; the nil uuid stands for no tenant. */
const AUDIT_COMES = `
  CREATE FUNCTION ${BRIDGE}.audit_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    NEW.tenant_id := coalesce((SELECT tenant_id FROM public.users WHERE id = NEW.user_id),
      (SELECT tenant_id FROM public.users WHERE id = NEW.admin_user_id), '00000000-0000-0000-0000-000000000000');
    RETURN NEW;
  END $$`;

/** A sample is what it is of, with its tags, at its time, which is that of the transaction: the last one counts. */
const SAMPLE_COMES = `
  CREATE FUNCTION ${BRIDGE}.sample_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    UPDATE public.system_metrics SET metric_value = NEW.metric_value
    WHERE metric_name = NEW.metric_name AND recorded_at = NEW.recorded_at AND tags IS NOT DISTINCT FROM NEW.tags;
    IF FOUND THEN RETURN NULL; END IF;
    RETURN NEW;
  END $$`;

export const ANALYTICS_CACHE: Crossing = { sql: [CACHE_COMES], triggers: [comes('cache_comes')] };
export const AUDIT_LOG: Crossing = { sql: [AUDIT_COMES], triggers: [comes('audit_comes')] };
export const SYSTEM_METRICS: Crossing = { sql: [SAMPLE_COMES], triggers: [comes('sample_comes')] };
