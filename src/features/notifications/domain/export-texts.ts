interface Text {
  readonly title: string;
  readonly message: string;
}

const RUSSIAN = {
  kinds: {
    PRODUCTS: 'товары',
    STOCK_LEVELS: 'остатки',
    STOCK_HISTORY: 'история остатков',
    SALES: 'продажи',
    REPLENISHMENT: 'пополнение запасов',
    AUDIT_LOG: 'журнал действий',
  },
  ready: 'Файл готов',
  failed: 'Файл не получился',
  rows: (rows: number) => `Строк: ${rows}. Скачайте файл в течение суток.`,
  failures: {
    SHUT_OUT: 'Учётная запись или её организация больше не активна.',
    NOT_ALLOWED: 'Ваша роль больше не даёт доступа к этим данным.',
    GIVEN_UP: 'Несколько попыток подряд не удались по нашей вине. Запустите выгрузку ещё раз.',
    NO_ROOM:
      'Для файла не хватает места, отведённого вам. Сузьте отбор или период либо подождите: файлы хранятся сутки.',
  },
};

type Kind = keyof typeof RUSSIAN.kinds;
type Failure = keyof typeof RUSSIAN.failures;

/** What somebody is told of. */
interface Ending {
  readonly kind: Kind;
  readonly format: string;
  readonly outcome: { readonly rows: number } | { readonly failure: Failure };
}

const ENGLISH = {
  kinds: {
    PRODUCTS: 'products',
    STOCK_LEVELS: 'stock',
    STOCK_HISTORY: 'stock history',
    SALES: 'sales',
    REPLENISHMENT: 'replenishment',
    AUDIT_LOG: 'audit log',
  },
  ready: 'Your file is ready',
  failed: 'Your file could not be made',
  rows: (rows: number) => `Rows: ${rows}. Download the file within a day.`,
  failures: {
    SHUT_OUT: 'The account or its tenant is not active any more.',
    NOT_ALLOWED: 'Your role does not give access to these data any more.',
    GIVEN_UP: 'Several attempts went wrong on our side. Start the export anew.',
    NO_ROOM:
      'The file needs more room than is left for yours. Narrow the filter or the range, or wait: files are kept for a day.',
  },
} satisfies typeof RUSSIAN;

/** @param locale the recipient's, such as `ru` or `en-GB`; Russian where it is none of the two */
export function exportText({ kind, format, outcome }: Ending, locale: string): Text {
  const words = locale.toLowerCase().startsWith('en') ? ENGLISH : RUSSIAN;
  const of = `${words.kinds[kind]}, ${format}`;
  return 'rows' in outcome
    ? { title: `${words.ready}: ${of}`, message: words.rows(outcome.rows) }
    : { title: `${words.failed}: ${of}`, message: words.failures[outcome.failure] };
}
