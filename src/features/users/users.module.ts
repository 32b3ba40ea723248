import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SYSTEM_DATA_SOURCE } from '../../platform/database/index.js';
import { TenantsModule } from '../tenants/index.js';
import { AccountMailJobHandler } from './account-mails/jobs/account-mail.job.js';
import { AccountMailWriterService } from './account-mails/account-mail-writer.service.js';
import { AccountMails } from './account-mails/account-mails.service.js';
import { MailRecipientRepository } from './account-mails/mail-recipients.repository.js';
import { OneTimeTokenRepository } from './account-mails/one-time-tokens.repository.js';
import { OneTimeTokens } from './account-mails/one-time-tokens.service.js';
import { UserEntity } from './entities/user.entity.js';
import { InvitationTokenRepository } from './invitations/invitation-tokens.repository.js';
import { InvitationTokens } from './invitations/invitation-tokens.service.js';
import { InvitationQueries } from './invitations/invitations.queries.js';
import { InvitationRepository } from './invitations/invitations.repository.js';
import { InvitationsResolver } from './invitations/invitations.resolver.js';
import { InvitationService } from './invitations/invitations.service.js';
import { MemberQueries } from './members.queries.js';
import { MemberRepository } from './members.repository.js';
import { MembersResolver } from './members.resolver.js';
import { MemberService } from './members.service.js';
import { PlatformAdminRepository } from './platform-admins.repository.js';
import { PlatformAdminService } from './platform-admins.service.js';
import { ProfileRepository } from './profiles.repository.js';
import { UserQueries } from './users.queries.js';
import { UserRepository } from './users.repository.js';
import { UsersResolver } from './users.resolver.js';

@Module({
  imports: [
    TenantsModule,
    TypeOrmModule.forFeature([UserEntity]),
    TypeOrmModule.forFeature([UserEntity], SYSTEM_DATA_SOURCE),
  ],
  providers: [
    UserQueries,
    UserRepository,
    UsersResolver,
    ProfileRepository,
    // members
    MemberQueries,
    MemberRepository,
    MemberService,
    MembersResolver,
    PlatformAdminRepository,
    PlatformAdminService,
    // invitations
    InvitationQueries,
    InvitationRepository,
    InvitationService,
    InvitationsResolver,
    InvitationTokenRepository,
    InvitationTokens,
    // mails
    AccountMails,
    AccountMailWriterService,
    AccountMailJobHandler,
    MailRecipientRepository,
    OneTimeTokenRepository,
    OneTimeTokens,
  ],
  exports: [
    UserQueries,
    UserRepository,
    ProfileRepository,
    AccountMails,
    OneTimeTokens,
    InvitationTokens,
    PlatformAdminService,
  ],
})
export class UsersModule {}
