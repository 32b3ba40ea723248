/** Of users as u: what the API shows. */
export const USER_COLUMNS = `u.id, u.email, u.full_name AS "fullName", u.phone, u.telegram_id AS "telegramId",
    u.telegram_username AS "telegramUsername", u.role, u.is_active AS "isActive", u.is_verified AS "isVerified",
    u.is_admin AS "isAdmin", upper(u.payment_status::text) AS "paymentStatus",
    u.subscription_expires_at AS "subscriptionExpiresAt", u.trial_ends_at AS "trialEndsAt",
    u.wb_api_key_encrypted IS NOT NULL OR u.wb_api_key IS NOT NULL AS "hasWildberriesKey",
    u.google_sheet_id AS "googleSheetId", u.google_sheet_sent AS "googleSheetSent", u.last_login_at AS "lastLoginAt",
    u.last_sync_at AS "lastSyncAt", u.created_at AS "createdAt", u.updated_at AS "updatedAt",
    u.tenant_id AS "tenantId"`;
