import { BRIDGE } from '../identifiers.js';
import { MEANT_PRODUCT } from './products.sql.js';
import { changes, comes, marked, OWNERS_RIGHTS, putAside, type Crossing } from './words.js';

/** The kind carries the sign. */
const TURNED = `
  IF NEW.quantity < 0 THEN
    NEW.kind := 'RETURN';
    NEW.quantity := -NEW.quantity;
    NEW.price := abs(NEW.price);
    NEW.commission := abs(NEW.commission);
    NEW.net_amount := abs(NEW.net_amount);
  END IF;`;

/** What version 2 knows a sale by that a client has told it of. */
const externalId = (row: 'OLD' | 'NEW'): string =>
  `${row}.kind || ':' || coalesce(nullif(btrim(${row}.wb_order_id), ''), ${row}.id::text)`;

const IS_THE_SAME = `tenant_id = NEW.tenant_id AND user_id = NEW.user_id AND wb_order_id = NEW.wb_order_id AND kind = NEW.kind
      AND btrim(NEW.wb_order_id) <> ''`;

const IN_TURN = `PERFORM pg_advisory_xact_lock(hashtextextended('sales ' || NEW.tenant_id || ' ' || NEW.user_id, 0));`;

/**
 * A sale of an order and a kind that is on record takes its place there, as recordSales has it: whoever tells last is right,
 * and what they leave out stays. Its owner is its product's.
 */
const COMES = `
  CREATE FUNCTION ${BRIDGE}.sale_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  DECLARE
    known record;
  BEGIN ${MEANT_PRODUCT}
    NEW.user_id := coalesce((SELECT user_id FROM public.products WHERE id = NEW.product_id), NEW.user_id);
    SELECT u.tenant_id INTO NEW.tenant_id FROM public.users u WHERE u.id = NEW.user_id;
    IF NEW.tenant_id IS NULL THEN
      RAISE EXCEPTION 'there is no user %', NEW.user_id USING ERRCODE = 'foreign_key_violation';
    END IF; ${TURNED}
    NEW.external_id := ${externalId('NEW')};
    ${IN_TURN}
    SELECT id, sale_date, tenant_id, user_id INTO known FROM public.sales WHERE ${IS_THE_SAME}
    ORDER BY external_id = NEW.external_id DESC, sale_date = NEW.sale_date DESC, sale_date DESC, id DESC LIMIT 1;
    IF known.id IS NULL THEN ${marked('NEW.sale_date', 'NEW')}
      RETURN NEW;
    END IF;
    UPDATE public.sales s SET sale_date = NEW.sale_date, product_id = coalesce(NEW.product_id, s.product_id),
      quantity = NEW.quantity, price = NEW.price, commission = coalesce(NEW.commission, s.commission),
      net_amount = coalesce(NEW.net_amount, s.net_amount)
    WHERE s.tenant_id = known.tenant_id AND s.id = known.id AND s.sale_date = known.sale_date;
    ${marked('NEW.sale_date', 'known')} ${marked('known.sale_date', 'known')}
    RETURN NULL;
  END $$`;

/**
 * Whoever gives a sale the order and the kind of another one changes all but those, and the quantity where that told the
 * kind: there is one sale of them.
 */
const CHANGES = `
  CREATE FUNCTION ${BRIDGE}.sale_changes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  DECLARE
    other uuid;
  BEGIN
    NEW.tenant_id := OLD.tenant_id;
    NEW.user_id := OLD.user_id; ${MEANT_PRODUCT} ${TURNED}
    IF (NEW.wb_order_id, NEW.kind) IS DISTINCT FROM (OLD.wb_order_id, OLD.kind) THEN
      ${IN_TURN}
      SELECT id INTO other FROM public.sales WHERE id <> OLD.id AND ${IS_THE_SAME} LIMIT 1;
      IF other IS NOT NULL THEN ${putAside('sales', `'changed to the order and the kind of ' || other`)}
        IF NEW.kind <> OLD.kind THEN NEW.quantity := OLD.quantity; END IF;
        NEW.wb_order_id := OLD.wb_order_id;
        NEW.kind := OLD.kind;
      ELSIF OLD.external_id = ${externalId('OLD')} THEN
        NEW.external_id := ${externalId('NEW')};
      END IF;
    END IF; ${marked('OLD.sale_date', 'OLD')} ${marked('NEW.sale_date', 'OLD')}
    RETURN NEW;
  END $$`;

const GOES = `
  CREATE FUNCTION ${BRIDGE}.sale_goes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN ${marked('OLD.sale_date', 'OLD')}
    RETURN NULL;
  END $$`;

export const SALES: Crossing = {
  sql: [COMES, CHANGES, GOES],
  triggers: [
    comes('sale_comes'),
    changes('sale_changes'),
    { name: 'legacy_goes', timing: 'AFTER DELETE', function: 'sale_goes' },
  ],
};
