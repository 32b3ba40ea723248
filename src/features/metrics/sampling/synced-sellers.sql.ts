/**
 * Sellers whose goods are synced, as the syncs themselves find who is due, and when they last were. Who never was waits
 * since the key was checked. `$1` is the time.
 */
export const SYNCED_SELLERS = `
  SELECT u.id, coalesce(u.last_sync_at, c.checked_at, u.created_at) AS good_at
  FROM users u
  JOIN tenants t ON t.id = u.tenant_id AND t.is_active
  LEFT JOIN wildberries_connections c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
  WHERE u.is_active
    AND CASE WHEN c.state IS NULL THEN u.wb_api_key_encrypted IS NOT NULL OR btrim(u.wb_api_key) <> ''
      ELSE c.state = 'VALID' AND c.key_expires_at > $1 END`;
