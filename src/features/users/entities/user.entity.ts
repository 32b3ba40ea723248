import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('varchar', { length: 255 })
  email!: string;

  @Column('varchar', { name: 'password_hash', length: 255, nullable: true, select: false })
  passwordHash!: string | null;

  @Column('bigint', { name: 'telegram_id', nullable: true })
  telegramId!: string | null;

  @Column('varchar', { name: 'telegram_username', length: 100, nullable: true })
  telegramUsername!: string | null;

  @Column('varchar', { name: 'full_name', length: 255, nullable: true })
  fullName!: string | null;

  @Column('varchar', { length: 20, nullable: true })
  phone!: string | null;

  /** Version 1's plain key: never written here. */
  @Column('text', { name: 'wb_api_key', nullable: true, select: false })
  wbApiKey!: string | null;

  @Column('text', { name: 'wb_api_key_encrypted', nullable: true, select: false })
  wbApiKeyEncrypted!: string | null;

  @Column('varchar', { name: 'google_sheet_id', length: 255, nullable: true })
  googleSheetId!: string | null;

  @Column('boolean', { name: 'google_sheet_sent', default: false })
  googleSheetSent!: boolean;

  @Column('uuid', { name: 'tenant_id' })
  tenantId!: string;

  @Column('enum', { enum: ['OWNER', 'ADMIN', 'USER', 'VIEWER'], enumName: 'user_role', default: 'USER' })
  role!: string;

  @Column('boolean', { name: 'is_active', default: true })
  isActive!: boolean;

  @Column('boolean', { name: 'is_verified', default: false })
  isVerified!: boolean;

  @Column('boolean', { name: 'is_admin', default: false })
  isAdmin!: boolean;

  @Column('enum', {
    name: 'payment_status',
    enum: ['free', 'trial', 'paid', 'expired'],
    enumName: 'payment_status_enum',
    default: 'free',
  })
  paymentStatus!: string;

  @Column('timestamptz', { name: 'subscription_expires_at', nullable: true })
  subscriptionExpiresAt!: Date | null;

  @Column('timestamptz', { name: 'trial_ends_at', nullable: true })
  trialEndsAt!: Date | null;

  @Column('timestamptz', { name: 'last_login_at', nullable: true })
  lastLoginAt!: Date | null;

  @Column('timestamptz', { name: 'last_sync_at', nullable: true })
  lastSyncAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('varchar', { length: 10, default: 'ru' })
  locale!: string;

  @Column('integer', { name: 'token_version', default: 0 })
  tokenVersion!: number;
}
