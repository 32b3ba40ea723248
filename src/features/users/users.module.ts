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
    AccountMails,
    AccountMailWriterService,
    AccountMailJobHandler,
    MailRecipientRepository,
    OneTimeTokenRepository,
    OneTimeTokens,
  ],
  exports: [UserQueries, UserRepository, AccountMails, OneTimeTokens],
})
export class UsersModule {}
