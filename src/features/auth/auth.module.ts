import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Authenticator, RequestContexts } from '../../platform/context/index.js';
import { AccessTokenSigner, accessTokenProfile } from '../../platform/crypto/access-token.js';
import { AccessTokenVerifier } from '../../platform/crypto/access-token-verifier.js';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { TokenKeyring } from '../../platform/crypto/token-keyring.js';
import { TenantsModule } from '../tenants/index.js';
import { UsersModule } from '../users/index.js';
import { AccountRepository } from './accounts.repository.js';
import { AuthResolver } from './auth.resolver.js';
import { CleaningService } from './cleaning.service.js';
import { CurrentPassword } from './current-password.js';
import { EmailVerificationService } from './email-verification.service.js';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { ImpersonationResolver } from './impersonation/impersonation.resolver.js';
import { ImpersonationService } from './impersonation/impersonation.service.js';
import { ImpersonationRepository } from './impersonation/impersonations.repository.js';
import { CleaningTask } from './jobs/cleaning.task.js';
import { InvitationAcceptanceResolver } from './invitation-acceptance.resolver.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordChangeService } from './password-change.service.js';
import { PasswordChanges } from './password-changes.js';
import { PasswordResetService } from './password-reset.service.js';
import { PasswordResolver } from './password.resolver.js';
import { ProfileResolver } from './profile.resolver.js';
import { ProfileService } from './profile.service.js';
import { RefreshService } from './refresh.service.js';
import { RefreshTokenRepository } from './refresh-tokens.repository.js';
import { RegistrationService } from './registration.service.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { SessionStates } from './session-states.js';
import { SessionQueries } from './sessions.queries.js';
import { SessionRepository } from './sessions.repository.js';
import { SessionsResolver } from './sessions.resolver.js';
import { SignInBrake } from './sign-in-brake.js';
import { SignInPayloads } from './sign-in.payloads.js';
import { SignInService } from './sign-in.service.js';
import { SignOutService } from './sign-out.service.js';
import { StolenSessions } from './stolen-sessions.service.js';
import { TelegramVerifier } from './telegram/domain/telegram-verifier.js';
import { TelegramAccountRepository } from './telegram/telegram-accounts.repository.js';
import { TelegramLinkService } from './telegram/telegram-link.service.js';
import { TelegramLoginService } from './telegram/telegram-login.service.js';
import { TelegramLoginRepository } from './telegram/telegram-logins.repository.js';
import { TelegramNewcomersService } from './telegram/telegram-newcomers.service.js';
import { TelegramProofsService } from './telegram/telegram-proofs.service.js';
import { TelegramResolver } from './telegram/telegram.resolver.js';
import { TokenBearerPayloads } from './token-bearer.payloads.js';
import { TokenIssuer } from './token-issuer.js';
import { ViewerQueries } from './viewer.queries.js';
import { VisitBrake } from './visit-brake.guard.js';

const KEYRING = {
  provide: TokenKeyring,
  inject: [SETTINGS],
  useFactory: ({ jwtSecret, jwtPreviousSecrets }: Settings) => TokenKeyring.of(jwtSecret, jwtPreviousSecrets),
};

@Module({
  imports: [TenantsModule, UsersModule, TypeOrmModule.forFeature([RefreshTokenEntity])],
  providers: [
    // how somebody proves who they are
    KEYRING,
    {
      provide: AccessTokenSigner,
      inject: [TokenKeyring],
      useFactory: (keyring: TokenKeyring) => new AccessTokenSigner(keyring, accessTokenProfile),
    },
    {
      provide: AccessTokenVerifier,
      inject: [TokenKeyring],
      useFactory: (keyring: TokenKeyring) => AccessTokenVerifier.ofUsers(keyring),
    },
    {
      provide: PasswordHasher,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => PasswordHasher.for(settings),
    },
    { provide: Authenticator, useClass: SessionAuthenticator },
    RequestContexts,
    // sessions
    SessionRepository,
    SessionStates,
    SessionQueries,
    RefreshTokenRepository,
    TokenIssuer,
    RefreshService,
    StolenSessions,
    SignOutService,
    CleaningService,
    CleaningTask,
    // looking through a member's eyes
    ImpersonationRepository,
    ImpersonationService,
    ImpersonationResolver,
    // accounts and their passwords
    AccountRepository,
    SignInBrake,
    SignInService,
    RegistrationService,
    NewPasswords,
    CurrentPassword,
    PasswordChanges,
    PasswordChangeService,
    PasswordResetService,
    EmailVerificationService,
    // Telegram
    {
      provide: TelegramVerifier,
      inject: [SETTINGS],
      useFactory: ({ telegram }: Settings) => new TelegramVerifier(telegram),
    },
    TelegramProofsService,
    TelegramLoginRepository,
    TelegramAccountRepository,
    TelegramNewcomersService,
    TelegramLoginService,
    TelegramLinkService,
    ProfileService,
    InvitationAcceptanceService,
    // the API
    VisitBrake,
    AuthResolver,
    SessionsResolver,
    PasswordResolver,
    TelegramResolver,
    ProfileResolver,
    InvitationAcceptanceResolver,
    SignInPayloads,
    TokenBearerPayloads,
    ViewerQueries,
  ],
  exports: [RegistrationService, SignInService, RequestContexts],
})
export class AuthModule {}
