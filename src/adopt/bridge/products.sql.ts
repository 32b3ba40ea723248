import { BRIDGE, WORK } from '../identifiers.js';
import { changes, comes, marked, OWNERS_RIGHTS, putAside, TENANT_OF_USER, type Crossing } from './words.js';

/** Of a product p: known by its nm id, or else by its article. */
const IS_THE_SAME = `p.tenant_id = NEW.tenant_id AND p.user_id = NEW.user_id AND CASE WHEN NEW.wb_nm_id IS NULL
      THEN p.wb_nm_id IS NULL AND p.wb_article = NEW.wb_article ELSE p.wb_nm_id = NEW.wb_nm_id END`;

/** Of the day's sales, though only goods have changed: marks of costs are not known yet while a database is being adopted. */
const goodsMarked = (row: 'OLD' | 'NEW'): string => marked('CURRENT_DATE', row);

const IN_TURN = `PERFORM pg_advisory_xact_lock(hashtextextended('legacy products ' || NEW.user_id, 0));`;

/**
 * A product that is there already, by nm id or else by article, takes the values of the new one, which is not inserted; what
 * refers to the new id finds the one that is there. One at a time of a user, so that two do not miss one another.
 */
const COMES = `
  CREATE FUNCTION ${BRIDGE}.product_comes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  DECLARE
    known uuid;
  BEGIN ${TENANT_OF_USER}
    ${IN_TURN}
    UPDATE public.products p SET wb_article = NEW.wb_article, name = coalesce(NEW.name, p.name),
      brand = coalesce(NEW.brand, p.brand), category = coalesce(NEW.category, p.category), price = coalesce(NEW.price, p.price),
      discount = coalesce(NEW.discount, p.discount), rating = coalesce(NEW.rating, p.rating),
      reviews_count = coalesce(NEW.reviews_count, p.reviews_count), last_sync_at = coalesce(NEW.last_sync_at, p.last_sync_at),
      updated_at = now()
    WHERE ${IS_THE_SAME}
    RETURNING p.id INTO known;
    IF known IS NULL THEN ${goodsMarked('NEW')}
      RETURN NEW;
    END IF;
    IF known <> NEW.id THEN
      INSERT INTO ${BRIDGE}.merged_products (id, kept_id) VALUES (NEW.id, known)
      ON CONFLICT (id) DO UPDATE SET kept_id = excluded.kept_id;
    END IF;
    RETURN NULL;
  END $$`;

/** Whoever gives a product the nm id or the article of another one changes all but that: two can not be the same. */
const CHANGES = `
  CREATE FUNCTION ${BRIDGE}.product_changes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  DECLARE
    other uuid;
  BEGIN
    NEW.tenant_id := OLD.tenant_id;
    IF (NEW.user_id, NEW.wb_nm_id, NEW.wb_article) IS DISTINCT FROM (OLD.user_id, OLD.wb_nm_id, OLD.wb_article) THEN
      ${IN_TURN}
      SELECT p.id INTO other FROM public.products p WHERE p.id <> OLD.id AND ${IS_THE_SAME} LIMIT 1;
      IF other IS NOT NULL THEN ${putAside('products', `'changed to the nm id or the article of ' || other`)}
        NEW.user_id := OLD.user_id;
        NEW.wb_nm_id := OLD.wb_nm_id;
        NEW.wb_article := OLD.wb_article;
      END IF;
    END IF;
    IF NEW.user_id <> OLD.user_id THEN ${goodsMarked('OLD')} ${goodsMarked('NEW')}
    END IF;
    NEW.stock_total := OLD.stock_total;
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN NEW.updated_at := now(); END IF;
    RETURN NEW;
  END $$`;

/** Whether a table is version 1's: in version 2 it is partitioned. */
const isStill = (table: string): string =>
  `(SELECT relkind FROM pg_class WHERE oid = 'public.${table}'::regclass) = 'r'`;

/**
 * In version 1 a sale stays when its product goes, and is of none then; records of stock go along. While the database is being
 * adopted, their tables may still be version 1's, which have no foreign key to the products any more.
 */
const GOES = `
  CREATE FUNCTION ${BRIDGE}.product_goes() RETURNS trigger ${OWNERS_RIGHTS} AS $$
  BEGIN
    IF ${isStill('stock_history')} THEN
      DELETE FROM public.stock_history WHERE product_id = OLD.id;
    END IF;
    IF ${isStill('sales')} THEN
      UPDATE public.sales SET product_id = NULL WHERE product_id = OLD.id;
      RETURN OLD;
    END IF;
    INSERT INTO public.rollup_marks (tenant_id, user_id, dataset, day)
    SELECT DISTINCT tenant_id, user_id, 'sales', sale_date FROM public.sales WHERE tenant_id = OLD.tenant_id AND product_id = OLD.id;
    UPDATE public.sales SET product_id = NULL WHERE tenant_id = OLD.tenant_id AND product_id = OLD.id;${goodsMarked('OLD')}
    RETURN OLD;
  END $$`;

/** Version 1 knows a product by its id alone. */
const BY_ID = `CREATE INDEX legacy_products_id_idx ON public.products (id)`;

export const PRODUCTS: Crossing = {
  sql: [
    COMES,
    CHANGES,
    GOES,
    BY_ID,
    `INSERT INTO ${BRIDGE}.merged_products SELECT id, kept_id FROM ${WORK}.merged_products`,
  ],
  triggers: [
    comes('product_comes'),
    changes('product_changes'),
    { name: 'legacy_goes', timing: 'BEFORE DELETE', function: 'product_goes' },
  ],
};

/** In a function: the product that a row's product_id means. */
export const MEANT_PRODUCT = `
  NEW.product_id := coalesce((SELECT kept_id FROM ${BRIDGE}.merged_products WHERE id = NEW.product_id), NEW.product_id);`;
