import { describe, expect, it } from '@jest/globals';
import { exportText } from './export-texts.js';

const SALES = { kind: 'SALES', format: 'CSV', outcome: { rows: 2 } } as const;

describe('exportText', () => {
  it.each([
    ['en', 'Your file is ready: sales, CSV'],
    ['EN-gb', 'Your file is ready: sales, CSV'],
    ['ru', 'Файл готов: продажи, CSV'],
    ['kk', 'Файл готов: продажи, CSV'],
  ])('is in the language of %s, or Russian', (locale, title) => {
    expect(exportText(SALES, locale).title).toBe(title);
  });

  it.each(['SHUT_OUT', 'NOT_ALLOWED', 'GIVEN_UP', 'NO_ROOM'] as const)('has words for %s', (failure) => {
    const [russian, english] = ['ru', 'en'].map((locale) =>
      exportText({ ...SALES, outcome: { failure } }, locale),
    );
    expect(russian).toEqual({
      title: 'Файл не получился: продажи, CSV',
      message: expect.stringMatching(/[а-я]\.$/),
    });
    expect(english).toEqual({
      title: 'Your file could not be made: sales, CSV',
      message: expect.stringMatching(/^[ -~]+\.$/),
    });
  });
});
