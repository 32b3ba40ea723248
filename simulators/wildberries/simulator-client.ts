import type { HttpAnswer } from './documented-answers.js';
import type { TokenSpec, WildberriesSimulator } from './index.js';

export interface ClientAnswer extends HttpAnswer {
  readonly headers: Headers;
  /** The body as JSON; undefined if it is empty. */
  json<T>(): T;
}

/** A plain client of a simulator for its own tests: sends what it is told and keeps no state. */
export interface SimulatorClient {
  get(path: string, headers?: Record<string, string>): Promise<ClientAnswer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<ClientAnswer>;
  delete(path: string): Promise<ClientAnswer>;
}

async function send(url: string, init: RequestInit): Promise<ClientAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text,
    headers: response.headers,
    json: <T>() => (text === '' ? undefined : JSON.parse(text)) as T,
  };
}

/** A client with a freshly made token (or a given one; '' sends none). */
export function clientOf(simulator: WildberriesSimulator, token?: TokenSpec | string): SimulatorClient {
  const text = typeof token === 'string' ? token : simulator.mintToken(token);
  const own: Record<string, string> = text === '' ? {} : { authorization: text };
  const { origin } = simulator;
  return {
    get: (path, headers = {}) => send(origin + path, { headers: { ...own, ...headers } }),
    post: (path, body, headers = {}) =>
      send(origin + path, {
        method: 'POST',
        headers: { ...own, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    delete: (path) => send(origin + path, { method: 'DELETE', headers: own }),
  };
}
