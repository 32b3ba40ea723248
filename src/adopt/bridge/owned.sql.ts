import { BRIDGE } from '../identifiers.js';
import { OLD_PROGRAM, OWNERS_RIGHTS, TENANT_OF_USER } from './words.js';

const fillsTenant = (table: string): string => `
  CREATE TRIGGER legacy_comes BEFORE INSERT ON public.${table}
    FOR EACH ROW WHEN (${OLD_PROGRAM}) EXECUTE FUNCTION ${BRIDGE}.row_comes()`;

/** Of tables whose rows need nothing but their user's tenant. */
export const ROW_COMES = `
  CREATE FUNCTION ${BRIDGE}.row_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN ${TENANT_OF_USER}
    RETURN NEW;
  END $$`;

export const SUBSCRIPTIONS = fillsTenant('subscriptions');
export const NOTIFICATIONS = fillsTenant('notifications');

/** There is one row a user, metric and period: a second one takes its place. */
export const ANALYTICS_CACHE = `
  CREATE FUNCTION ${BRIDGE}.cache_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN ${TENANT_OF_USER}
    UPDATE public.analytics_cache SET data = NEW.data, calculated_at = NEW.calculated_at, expires_at = NEW.expires_at
    WHERE tenant_id = NEW.tenant_id AND user_id = NEW.user_id AND metric_type = NEW.metric_type AND period = NEW.period;
    IF FOUND THEN RETURN NULL; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER legacy_comes BEFORE INSERT ON public.analytics_cache
    FOR EACH ROW WHEN (${OLD_PROGRAM}) EXECUTE FUNCTION ${BRIDGE}.cache_comes()`;

/** Of whom it was done to, or of who did it; the nil uuid stands for no tenant. */
export const AUDIT_LOG = `
  CREATE FUNCTION ${BRIDGE}.audit_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    NEW.tenant_id := coalesce((SELECT tenant_id FROM public.users WHERE id = NEW.user_id),
      (SELECT tenant_id FROM public.users WHERE id = NEW.admin_user_id), '00000000-0000-0000-0000-000000000000');
    RETURN NEW;
  END $$;
  CREATE TRIGGER legacy_comes BEFORE INSERT ON public.audit_log
    FOR EACH ROW WHEN (${OLD_PROGRAM}) EXECUTE FUNCTION ${BRIDGE}.audit_comes()`;
