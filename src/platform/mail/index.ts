export { MailModule } from './mail.module.js';
export { Mails } from './mails.js';
