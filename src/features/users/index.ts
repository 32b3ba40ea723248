export { AccountMails } from './account-mails/account-mails.service.js';
export type { OneTimeToken } from './account-mails/one-time-tokens.repository.js';
export { OneTimeTokens } from './account-mails/one-time-tokens.service.js';
export { User } from './types/user.type.js';
export { UserPayload } from './types/user.payload.js';
export { UserQueries } from './users.queries.js';
export { UserRepository } from './users.repository.js';
export { UsersModule } from './users.module.js';
