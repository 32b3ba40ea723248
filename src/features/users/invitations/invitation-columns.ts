/** Of invitations: what the API shows. */
export const INVITATION_COLUMNS = `id, email, role, expires_at AS "expiresAt", accepted_at AS "acceptedAt",
    created_at AS "createdAt", invited_by AS "inviterId"`;
