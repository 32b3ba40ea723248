/**
 * What a tenant is called that somebody gets of their own, whether taken over or come since.
 * @param of the user: an alias or NEW, with a dot behind it, or nothing
 */
export function tenantName(of: string): string {
  return `left(coalesce(nullif(btrim(${of}full_name), ''), CASE WHEN ${of}email NOT LIKE '%@telegram.bot' THEN ${of}email END,
        'Telegram ' || ${of}telegram_id, ${of}email), 255)`;
}

/** @param id of the tenant */
export function tenantSlug(id: string): string {
  return `'seller-' || right(replace(${id}::text, '-', ''), 15)`;
}
