import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Authenticator, RequestContexts } from '../../platform/context/index.js';
import { AccessTokens, accessTokenProfile } from '../../platform/crypto/access-token.js';
import { PasswordHasher } from '../../platform/crypto/password.js';
import { TenantsModule } from '../tenants/index.js';
import { UsersModule } from '../users/index.js';
import { AuthResolver } from './auth.resolver.js';
import { RefreshTokenEntity } from './entities/refresh-token.entity.js';
import { RegistrationService } from './registration.service.js';
import { SessionAuthenticator } from './session-authenticator.js';
import { SessionRepository } from './sessions.repository.js';
import { SessionService } from './sessions.service.js';
import { SessionStates } from './session-states.js';
import { TokenIssuer } from './token-issuer.js';
import { ViewerQueries } from './viewer.queries.js';

@Module({
  imports: [TenantsModule, UsersModule, TypeOrmModule.forFeature([RefreshTokenEntity])],
  providers: [
    AuthResolver,
    RegistrationService,
    SessionService,
    RequestContexts,
    SessionRepository,
    SessionStates,
    TokenIssuer,
    ViewerQueries,
    { provide: PasswordHasher, useFactory: () => new PasswordHasher() },
    {
      provide: AccessTokens,
      inject: [SETTINGS],
      useFactory: (settings: Settings) =>
        new AccessTokens({ current: { kid: '1', secret: settings.jwtSecret } }, accessTokenProfile),
    },
    { provide: Authenticator, useClass: SessionAuthenticator },
  ],
  exports: [RegistrationService, SessionService, RequestContexts],
})
export class AuthModule {}
