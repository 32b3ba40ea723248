/** Of tenants as t: what the API shows. */
export const TENANT_COLUMNS = `t.id, t.name, t.slug, t.is_active AS "isActive", t.created_at AS "createdAt",
    t.updated_at AS "updatedAt"`;
