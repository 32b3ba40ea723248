export { AuthModule } from './auth.module.js';
export { PlatformAdminService } from './platform-admins/platform-admins.service.js';
export { RegistrationService } from './registration.service.js';
export { SignInService } from './sign-in.service.js';
