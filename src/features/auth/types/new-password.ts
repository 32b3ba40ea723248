import { Length } from 'class-validator';

/** Characters; longer ones would be work for nothing. */
export const MAX_PASSWORD = 1024;

/** How long a new password must be. What else it must not be, NewPasswords knows. */
export const NewPassword = (): PropertyDecorator =>
  Length(8, MAX_PASSWORD, { message: 'expected 8 to 1024 characters' });
