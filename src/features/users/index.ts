export { User } from './types/user.type.js';
export { UserPayload } from './types/user.payload.js';
export { UserQueries } from './users.queries.js';
export { UserRepository } from './users.repository.js';
export { UsersModule } from './users.module.js';
