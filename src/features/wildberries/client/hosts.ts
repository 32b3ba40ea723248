/** One host per section of the API. */
export type WbHost = 'common' | 'content' | 'prices' | 'statistics' | 'analytics' | 'finance';

export const HOSTS: Readonly<Record<WbHost, string>> = {
  common: 'common-api.wildberries.ru',
  content: 'content-api.wildberries.ru',
  prices: 'discounts-prices-api.wildberries.ru',
  statistics: 'statistics-api.wildberries.ru',
  analytics: 'seller-analytics-api.wildberries.ru',
  finance: 'finance-api.wildberries.ru',
};

export interface WbTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Where a request goes. With `origin` set (a simulator, a recording proxy) it replaces every host; the host meant
 * then travels in `x-forwarded-host`, since the same path (/ping) stands on all of them.
 *
 * @param pathAndQuery begins with a slash.
 */
export function targetOf(host: WbHost, pathAndQuery: string, origin?: string): WbTarget {
  const name = HOSTS[host];
  if (origin === undefined) return { url: `https://${name}${pathAndQuery}`, headers: {} };
  return { url: origin.replace(/\/+$/, '') + pathAndQuery, headers: { 'x-forwarded-host': name } };
}
