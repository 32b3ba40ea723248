import { describe, expect, it } from '@jest/globals';
import { invitationMail } from './invitation-mail-text.js';

const content = (locale: string, tenantName: string) => ({
  inviter: { email: 'anna@example.com', locale, tenantName },
  token: 'TOKEN',
  publicUrl: 'https://panel.example.com/',
});

describe('the mail of an invitation', () => {
  it.each([
    ['ru', 'Приглашение в Stock Tracker', 'anna@example.com приглашает вас в «ООО Ромашка»'],
    ['en-GB', 'An invitation to Stock Tracker', 'anna@example.com invites you to join "ООО Ромашка"'],
    ['kk', 'Приглашение в Stock Tracker', 'приглашает вас'],
  ])('speaks the language of whoever invites: %s', (locale, subject, words) => {
    const mail = invitationMail(content(locale, 'ООО Ромашка'));
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(words);
    expect(mail.text).toContain('\n\nhttps://panel.example.com/accept-invitation#token=TOKEN\n\n');
    expect(mail.text).toContain('\n\nTOKEN\n\n');
  });

  it.each([
    ['Win\r\n\r\nBcc: a', '"Win Bcc a"'],
    ['Prize at https://evil.example/x', '"Prize at https evil example x"'],
    ['ООО «А.Б.» Ltd.', '"ООО «А Б » Ltd."'],
    ['x'.repeat(200), `"${'x'.repeat(60)}"`],
  ])('takes a name for a name: %j', (name, shown) => {
    expect(invitationMail(content('en', name)).text).toContain(`to join ${shown} in`);
  });
});
