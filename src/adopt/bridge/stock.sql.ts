import { BRIDGE } from '../identifiers.js';
import { NO_WAREHOUSE } from '../steps/warehouses.js';
import { MEANT_PRODUCT } from './products.sql.js';
import { comes, OWNERS_RIGHTS, putAside, type Crossing } from './words.js';

const aside = (reason: string): string => `${putAside('stock_history', `'${reason}'`)}
    RETURN NULL;`;

/**
 * A record finds its place in the ledger, wherever in time it is: what it has changed, what the one after it has, and the
 * level and the total where it is the last. What can have no place is put aside; the program that wrote it does not fail.
 */
const COMES = `
  CREATE FUNCTION ${BRIDGE}.stock_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  DECLARE
    before integer;
    behind record;
  BEGIN ${MEANT_PRODUCT}
    SELECT p.tenant_id, p.user_id INTO NEW.tenant_id, NEW.user_id FROM public.products p WHERE p.id = NEW.product_id;
    IF NEW.tenant_id IS NULL THEN
      RAISE EXCEPTION 'there is no product %', NEW.product_id USING ERRCODE = 'foreign_key_violation';
    END IF;
    NEW.warehouse_name := coalesce(nullif(btrim(NEW.warehouse_name), ''), '${NO_WAREHOUSE}');
    IF NEW.quantity < 0 THEN ${aside('quantity is below zero')} END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('stock ' || NEW.tenant_id || ' ' || NEW.user_id, 0));
    PERFORM FROM public.products WHERE tenant_id = NEW.tenant_id AND id = NEW.product_id FOR NO KEY UPDATE;

    SELECT quantity INTO before FROM public.stock_history
    WHERE tenant_id = NEW.tenant_id AND product_id = NEW.product_id AND warehouse_name = NEW.warehouse_name
      AND recorded_at = NEW.recorded_at;
    IF before = NEW.quantity THEN RETURN NULL; END IF;
    IF before IS NOT NULL THEN ${aside('another record of the same product, warehouse and instant')} END IF;

    SELECT quantity INTO before FROM public.stock_history
    WHERE tenant_id = NEW.tenant_id AND product_id = NEW.product_id AND warehouse_name = NEW.warehouse_name
      AND recorded_at < NEW.recorded_at
    ORDER BY recorded_at DESC LIMIT 1;
    SELECT id, recorded_at, quantity INTO behind FROM public.stock_history
    WHERE tenant_id = NEW.tenant_id AND product_id = NEW.product_id AND warehouse_name = NEW.warehouse_name
      AND recorded_at > NEW.recorded_at
    ORDER BY recorded_at LIMIT 1;
    NEW.delta := NEW.quantity - coalesce(before, 0);
    IF behind.id IS NOT NULL THEN
      UPDATE public.stock_history SET delta = behind.quantity - NEW.quantity
      WHERE tenant_id = NEW.tenant_id AND id = behind.id AND recorded_at = behind.recorded_at;
    ELSE
      INSERT INTO public.stock_levels (tenant_id, user_id, product_id, warehouse_name, quantity, recorded_at)
      VALUES (NEW.tenant_id, NEW.user_id, NEW.product_id, NEW.warehouse_name, NEW.quantity, NEW.recorded_at)
      ON CONFLICT (tenant_id, product_id, warehouse_name)
        DO UPDATE SET quantity = excluded.quantity, recorded_at = excluded.recorded_at, source = 'manual';
      UPDATE public.products SET stock_total = stock_total + NEW.delta, in_stock = stock_total + NEW.delta > 0, updated_at = now()
      WHERE tenant_id = NEW.tenant_id AND id = NEW.product_id;
      PERFORM pg_notify('stock_tracker', json_build_object('origin', 'legacy', 'topic', 'stock', 'message', json_build_object(
        'tenantId', NEW.tenant_id, 'userId', NEW.user_id, 'transaction', pg_current_xact_id()::xid::text,
        'productIds', json_build_array(NEW.product_id)))::text);
    END IF;
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, product_id, day)
    VALUES (NEW.tenant_id, NEW.user_id, 'stock', NEW.product_id, (NEW.recorded_at AT TIME ZONE 'Europe/Moscow')::date);
    RETURN NEW;
  END $$`;

export const STOCK: Crossing = { sql: [COMES], triggers: [comes('stock_comes')] };
