/** Version 1 left the warehouse out now and then; a level of ours is of some warehouse. */
export const NO_WAREHOUSE = 'Склад не указан';

/** Of a record o. */
export const WAREHOUSE = `coalesce(nullif(btrim(o.warehouse_name), ''), '${NO_WAREHOUSE}')`;
