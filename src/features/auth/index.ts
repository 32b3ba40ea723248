export { AuthModule } from './auth.module.js';
export { RegistrationService } from './registration.service.js';
export { SignInService } from './sign-in.service.js';
