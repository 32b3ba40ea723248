import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../support/app.js';
import { Program, until } from '../support/program.js';
import { openTcp, RawPeer, upgradeTo } from '../support/socket.js';

const PROGRESS = 'subscription { syncProgress { id } }';
const PANEL = 'https://panel.example.com';

/** Against a program in a process of its own, which each attack has to leave alive. */
describe('a socket to the program', () => {
  let test: TestApp;
  let program: Program;
  let url: string;
  const peers: RawPeer[] = [];

  beforeAll(async () => {
    test = await TestApp.start();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    program = Program.start('main', { ...programEnv(test), PORT: String(port), CORS_ORIGINS: PANEL });
    await until(serves);
  });
  afterAll(async () => {
    program.kill('SIGKILL');
    await program.exited;
    await test.stop();
  });
  afterEach(async () => {
    for (const { socket } of peers.splice(0)) socket.terminate();
    expect([program.isRunning, await serves(), program.said.match(/uncaught|ECONNRESET/i)]).toEqual([
      true,
      true,
      null,
    ]);
  });

  async function serves(): Promise<boolean> {
    return fetch(`${url}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  function peer(options?: Parameters<typeof RawPeer.of>[1], at = url): RawPeer {
    const raw = RawPeer.of(at, options);
    peers.push(raw);
    return raw;
  }

  async function signedIn(name: string): Promise<RawPeer> {
    const { token } = await test.register(name);
    const raw = peer();
    expect(await raw.signIn(token)).toBe(true);
    return raw;
  }

  it.each([['/nope'], ['/graphql']])('may be reset at any moment: %s', async (path) => {
    const { token } = await test.register(`reset${path.slice(1)}`);
    const init = frame(
      JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
    );
    const subscribe = frame(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: PROGRESS } }));
    const said = [Buffer.from(upgradeTo(path)), init, subscribe];
    for (let sent = 0; sent <= said.length; sent++) {
      for (const settle of [false, true]) {
        const socket = await openTcp(url);
        socket.resume();
        for (const part of said.slice(0, sent)) socket.write(part);
        // half of what follows
        const next = said[sent] ?? Buffer.alloc(0);
        socket.write(next.subarray(0, next.length / 2));
        if (settle) await serves();
        socket.resetAndDestroy();
        expect(await serves()).toBe(true);
      }
    }
  });

  it.each([
    ['/nope', {}, 404],
    ['/graphql/', {}, 404],
    ['/graphiql', {}, 404],
    ['//graphql', {}, 404],
    ['/GraphQL', {}, 404],
    ['/graphql', { 'Sec-WebSocket-Protocol': 'graphql-ws' }, 400],
    ['/graphql', { 'Sec-WebSocket-Protocol': '' }, 400],
    ['/graphql', { 'Sec-WebSocket-Version': '7' }, 400],
    ['/graphql', { 'Sec-WebSocket-Key': 'short' }, 400],
    ['/graphql', { Origin: 'https://evil.example.com' }, 403],
    ['/graphql', { Origin: 'null' }, 403],
    ['/graphql', { Origin: `${PANEL}.evil.example.com` }, 403],
    ['/graphql', { Origin: PANEL }, 101],
    ['/graphql', { Origin: 'http://127.0.0.1' }, 101],
    ['/graphql?anything', { 'Sec-WebSocket-Protocol': 'other, graphql-transport-ws' }, 101],
  ])('to %s with %j is answered, and closed unless taken: %i', async (path, headers, status) => {
    const socket = await openTcp(url);
    let answer = '';
    let ended = false;
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('close', () => (ended = true));
    socket.write(upgradeTo(path, headers));
    await until(() => answer.includes('\r\n\r\n'), 10_000);
    expect(Number(answer.split(' ')[1])).toBe(status);
    if (status !== 101) await until(() => ended, 10_000);
    else expect(answer).toMatch(/sec-websocket-protocol: graphql-transport-ws\r\n/i);
    expect(answer).not.toMatch(/sec-websocket-extensions/i);
    socket.destroy();
  });

  it('is not what an offer of HTTP/2 asks for: the request is answered as usual', async () => {
    const socket = await openTcp(url);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n');
    await until(() => answer.includes('ok'), 10_000);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('has three seconds to say who it is for', async () => {
    const started = performance.now();
    const raw = await peer().opened();
    expect(await raw.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
    expect(performance.now() - started).toBeGreaterThan(2_500);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('of 20 MB in one frame is closed before that is read', async () => {
    const raw = await signedIn('large');
    raw.say('x'.repeat(20_000_000));
    expect((await raw.closed()).code).toEqual(1009);
  });

  it('of 65 fragments in one message is closed', async () => {
    const raw = await signedIn('fragments');
    for (let index = 0; index <= 64; index++) raw.socket.send('x', { fin: false });
    expect((await raw.closed()).code).toBe(1008);
  });

  it.each([
    ['not masked', Buffer.from([0x81, 0x01, 0x41]), 1002],
    ['of a reserved kind', maskedFrame(0x83, Buffer.from('a')), 1002],
    ['with a reserved bit', maskedFrame(0xc1, Buffer.from('a')), 1002],
    ['no UTF-8', maskedFrame(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ['a ping of 126 bytes', maskedFrame(0x89, Buffer.alloc(126)), 1002],
    ['an odd code of closing', maskedFrame(0x88, Buffer.from([0x03, 0xe7])), 1002],
  ])('is closed by a frame that is %s', async (_name, bytes, code) => {
    const socket = await openTcp(url);
    const received: Buffer[] = [];
    let ended = false;
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('close', () => (ended = true));
    socket.write(upgradeTo('/graphql'));
    await until(() => Buffer.concat(received).includes('\r\n\r\n'), 10_000);
    socket.write(bytes);
    await until(() => ended, 10_000);
    const all = Buffer.concat(received);
    const closing = all.subarray(all.indexOf('\r\n\r\n') + 4);
    expect([closing[0], closing.readUInt16BE(2)]).toEqual([0x88, code]);
  });

  it('may bring anything at all', async () => {
    for (let round = 0; round < 20; round++) {
      const socket = await openTcp(url);
      socket.resume();
      socket.write(upgradeTo('/graphql'));
      socket.write(randomBytes(2_000));
      await new Promise<void>((done) => socket.end(done));
      socket.destroy();
    }
  });

  it.each([
    ['no JSON', '{', 4400, 'Invalid message received'],
    ['JSON of another kind', '[]', 4400, 'Invalid message received'],
    ['an unknown message', '{"type":"start"}', 4400, 'Invalid message received'],
    ['no query', '{"id":"1","type":"subscribe","payload":{}}', 4400, 'Invalid message received'],
    [
      'variables that are none',
      '{"id":"1","type":"subscribe","payload":{"query":"{a}","variables":"{"}}',
      4400,
      'Invalid message received',
    ],
    ['another sign-in', '{"type":"connection_init"}', 4429, 'Too many initialisation requests'],
  ])('is closed by %s', async (name, message, code, reason) => {
    const raw = await signedIn(`bad${name.replace(/\W/g, '')}`);
    raw.say(message);
    expect(await raw.closed()).toEqual({ code, reason });
  });

  it('asks nothing before it has signed in, and nothing twice under one id', async () => {
    const early = await peer().opened();
    early.subscribe('1', { query: PROGRESS });
    expect(await early.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
    const twice = await signedIn('twice');
    twice.subscribe('1', { query: PROGRESS });
    twice.subscribe('1', { query: PROGRESS });
    expect((await twice.closed()).code).toBe(4409);
  });

  it.each([
    ['a query', '{ viewer { user { id } } }', 'query: expected one subscription'],
    ['a mutation', 'mutation { logout(input: {}) { endedSessions } }', 'query: expected one subscription'],
    ['introspection', '{ __schema { types { name } } }', 'query: expected one subscription'],
    [
      'one of two',
      'subscription A { syncProgress { id } } query B { viewer { user { id } } }',
      'query: expected',
    ],
    [
      'introspection inside',
      'subscription { __schema { types { name } } }',
      'must not select an introspection',
    ],
    [
      'a root left out',
      'subscription { syncProgress @skip(if: true) { id } }',
      'query: @skip and @include may not',
    ],
    [
      'a root left out by a fragment',
      'subscription { ...A @include(if: false) } fragment A on Subscription { syncProgress { id } }',
      'query: @skip and @include may not',
    ],
    [
      'a root left out within fragments',
      'subscription { ... { ...A } } fragment A on Subscription { ...A syncProgress @skip(if: true) { id } }',
      'query: @skip and @include may not',
    ],
    [
      'a root left out by a variable',
      'subscription ($no: Boolean!) { syncProgress @skip(if: $no) { id } }',
      'query: @skip and @include may not',
    ],
    ['the name of the root', 'subscription { __typename }', 'must not select an introspection'],
    ['two fields', 'subscription { a: syncProgress { id } b: syncProgress { id } }', 'must select only one'],
    [
      'a mistyped field',
      'subscription { syncProgres { id } }',
      /^Cannot query field "syncProgres" on type "Subscription"\.$/,
    ],
    ['no GraphQL', 'subscription {', 'Syntax Error'],
    [
      'a document of 1,001 tokens',
      `subscription { syncProgress { ${'id '.repeat(1_000)} } }`,
      'tokens',
      'TOO_COMPLEX',
    ],
    [
      'one that is too dear',
      'subscription { syncProgress { user { a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id k: id l: id m: id n: id o: id p: id } } }',
      'aliases',
      'TOO_COMPLEX',
    ],
  ])('is refused %s, and stays open', async (name, query, message, code = 'BAD_USER_INPUT') => {
    const raw = await signedIn(`refused${name.replace(/\W/g, '')}`);
    raw.subscribe('1', { query });
    const { type, payload } = await raw.answer('1');
    const [error] = payload as { message: string; extensions: Record<string, unknown> }[];
    expect(type).toBe('error');
    expect(error?.message).toEqual(
      typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    );
    expect(error?.extensions).toMatchObject({
      code,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(raw.isClosed).toBe(false);
    const sessions = await test.database.query<{ alive: boolean }>(
      `SELECT bool_and(revoked_at IS NULL) AS alive FROM refresh_tokens`,
    );
    expect(sessions).toEqual([{ alive: true }]);
  });

  it('is told what is wrong with variables', async () => {
    const raw = await signedIn('variables');
    const query = 'subscription ($runId: ID) { syncProgress(runId: $runId) { id } }';
    raw.subscribe('1', { query, variables: { runId: { a: 1 } } });
    expect(await raw.answer('1')).toEqual({
      id: '1',
      type: 'error',
      payload: [
        {
          message: 'Variable "$runId" got an invalid value; ID cannot represent value.',
          locations: [{ line: 1, column: 15 }],
          extensions: {
            code: 'BAD_USER_INPUT',
            fields: [{ path: 'runId', message: 'ID cannot represent value.' }],
            requestId: expect.any(String),
          },
        },
      ],
    });
    raw.subscribe('2', { query, variables: { runId: 'a\u0000b' } });
    expect(await raw.answer('2')).toMatchObject({
      type: 'next',
      payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
    const withDefault = 'subscription ($id: ID = "a") { stockChanged(productIds: [$id]) { quantity } }';
    raw.subscribe('3', { query: withDefault, variables: { id: null } });
    expect(await raw.answer('3')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'id' }] } }],
    });
  });

  it('has 20 subscriptions at once, and another when one has ended', async () => {
    const { token, tenantId, userId } = await test.register('twenty');
    await test.database.query(
      `INSERT INTO sync_runs (tenant_id, id, user_id, state, queued_at) VALUES ($1, uuid_v7(), $2, 'QUEUED', now())`,
      [tenantId, userId],
    );
    const raw = peer();
    await raw.signIn(token);
    const answer = async (id: string, query = PROGRESS) => {
      raw.subscribe(id, { query });
      return raw.answer(id);
    };
    for (let index = 1; index <= 20; index++) expect((await answer(String(index))).type).toBe('next');
    expect(await answer('21')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'TOO_COMPLEX', requestId: expect.any(String) } }],
    });
    raw.say({ id: '1', type: 'complete' });
    // what is refused gives its place back
    for (const [id, query] of ['nothing', 'syncProgress(runId: "none") { id }', 'a: b'].entries()) {
      const refused = await answer(`refused${id}`, `subscription { ${query} }`);
      expect(JSON.stringify(refused)).toContain('"code":"BAD_USER_INPUT"');
    }
    expect((await answer('22')).type).toBe('next');
    expect((await answer('23')).type).toBe('error');
  });

  it('is one of ten that a user has at once', async () => {
    const { token } = await test.register('ten');
    const ten = Array.from({ length: 10 }, () => peer());
    for (const raw of ten) expect(await raw.signIn(token)).toBe(true);
    const another = peer();
    expect(await another.signIn(token)).toBe(false);
    expect(await another.closed()).toEqual({ code: 1013, reason: 'Try again later' });
    ten[0]!.socket.close();
    await ten[0]!.closed();
    expect(await peer().signIn(token)).toBe(true);
  });

  it('that asks and does not read is cut off', async () => {
    const raw = await signedIn('deaf');
    raw.socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { fill: 'x'.repeat(60_000) } });
    // 60 MB, of which the kernel takes a few
    for (let index = 0; index < 1_000; index++) raw.say(ping);
    await until(() => raw.socket.bufferedAmount === 0 || raw.socket.readyState !== raw.socket.OPEN, 30_000);
    raw.socket.resume();
    expect((await raw.closed()).code).toBe(1006);
    expect(raw.messages.length).toBeLessThan(900);
  });

  it('is one of a hundred from one address; a thousand idle ones are gone after three seconds', async () => {
    const open = () => Promise.all(Array.from({ length: 1_000 }, () => peer().opened()));
    const first = await open();
    const refused = first.filter(({ refusal }) => refusal !== null);
    expect(refused.length).toBeGreaterThanOrEqual(900);
    expect(new Set(refused.map(({ refusal }) => refusal))).toEqual(new Set([429]));
    const taken = first.filter(({ refusal }) => refusal === null);
    expect(taken.length).toBeLessThanOrEqual(100);
    expect(new Set((await Promise.all(taken.map((raw) => raw.closed()))).map(({ code }) => code))).toEqual(
      new Set([4408]),
    );
    await signedIn('afterwards');
  });
});

describe('a program that ends', () => {
  it('closes its sockets with 1001 and does not wait for those that do not answer', async () => {
    const test = await TestApp.start();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const program = Program.start('main', { ...programEnv(test), PORT: String(port) });
    try {
      await until(() => fetch(`${url}/healthz`).then(({ ok }) => ok, () => false)); // prettier-ignore
      const { token } = await test.register('ending');
      const raw = RawPeer.of(url);
      await raw.signIn(token);
      raw.subscribe('1', { query: PROGRESS });
      const deaf = await openTcp(url);
      deaf.resume();
      deaf.write(upgradeTo('/graphql'));
      const started = performance.now();
      program.kill('SIGTERM');
      expect(await raw.closed()).toEqual({ code: 1001, reason: 'Going away' });
      expect(await program.exited).toEqual({ code: 0, signal: null });
      expect(performance.now() - started).toBeLessThan(10_000);
      deaf.destroy();
    } finally {
      program.kill('SIGKILL');
      await test.stop();
    }
  });
});

function programEnv({ database, settings }: TestApp): Record<string, string> {
  return {
    DEMO: '0',
    DATABASE_URL: database.urls.app,
    DATABASE_SYSTEM_URL: database.urls.system,
    JWT_SECRET: settings.jwtSecret,
    ENCRYPTION_KEYS: settings.encryptionKeys,
    RATE_LIMITS: 'off',
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** A text frame as a client sends it (RFC 6455 section 5.2). */
function frame(text: string): Buffer {
  return maskedFrame(0x81, Buffer.from(text));
}

function maskedFrame(head: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff];
  // a mask of zeros leaves the payload as it is
  return Buffer.concat([Buffer.from([head, ...length, 0, 0, 0, 0]), payload]);
}
