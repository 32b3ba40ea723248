import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('refresh_tokens')
export class RefreshTokenEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  /** SHA-256 of the token, in hex. */
  @Column('varchar', { length: 255 })
  token!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Equal for all tokens that go back to one sign-in: a session. */
  @Column('uuid', { name: 'family_id' })
  familyId!: string;

  @Column('timestamptz', { name: 'rotated_at', nullable: true })
  rotatedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('inet', { name: 'ip_address', nullable: true })
  ipAddress!: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  /** The user's token_version at the time: the session is alive as long as they are equal. */
  @Column('integer', { name: 'token_version', default: 0 })
  tokenVersion!: number;

  /** Of the successor, as long as it can be given again; see successor-token.ts. */
  @Column('bytea', { name: 'successor_salt', nullable: true, select: false })
  successorSalt!: Buffer | null;
}
