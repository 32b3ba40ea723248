import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { RequestContext } from '../../platform/context/index.js';
import { addressKey, Counters, rateLimited } from '../../platform/rate-limits/index.js';
import { pauseSeconds } from './domain/sign-in-pause.js';

const WINDOW_SECONDS = 15 * 60;
/** Where somebody has signed in, others' tries elsewhere do not hold them up: so long. */
const KNOWN_SECONDS = 14 * 86_400;
/** Failed tries from everywhere, as a multiple of those from one place, after which an account is slowed for strangers. */
const EVERYWHERE = 4;

/** A try that has been counted and not decided yet. */
export interface SignInTry {
  /** It was right: it does not count, and neither do the failures before it. */
  succeeded(): Promise<void>;
}

const UNCOUNTED: SignInTry = { succeeded: () => Promise.resolve() };

/**
 * Slows guessing. Tries are counted before anything is checked, so that neither a crash nor many at once get around it,
 * and given back on success. It knows no accounts, so that it treats those that are not there alike.
 *
 * - The same account from the same address: the next try waits until 15 minutes after the first failure.
 * - The same address, whatever the accounts: the same, with a count of its own.
 * - The same account from everywhere: one try per pause, which grows from 1 to 60 seconds. An address from which the
 *   account was signed in to is left out, so that nobody can lock an owner out.
 */
@Injectable()
export class SignInBrake {
  private readonly enabled: boolean;
  private readonly loginsPerAccount: number;
  private readonly pair: RateLimiterAbstract;
  private readonly address: RateLimiterAbstract;
  private readonly account: RateLimiterAbstract;
  private readonly pause: RateLimiterAbstract;
  private readonly known: RateLimiterAbstract;
  private readonly visits: RateLimiterAbstract;

  constructor(@Inject(SETTINGS) { rateLimits }: Settings, counters: Counters) {
    const { enabled, loginsPerAccount, loginsPerAddress } = rateLimits;
    const counter = (prefix: string, points: number, seconds = WINDOW_SECONDS): RateLimiterAbstract =>
      counters.counter({ prefix: `sign-in-${prefix}`, points, seconds });
    this.enabled = enabled;
    this.loginsPerAccount = loginsPerAccount;
    this.pair = counter('pair', loginsPerAccount);
    this.address = counter('address', loginsPerAddress);
    this.account = counter('account', loginsPerAccount * EVERYWHERE);
    this.pause = counter('pause', 1);
    this.known = counter('known', 1, KNOWN_SECONDS);
    this.visits = counter('visit', loginsPerAddress);
  }

  /**
   * Counts a try to prove oneself as somebody.
   * @param account what is tried: an e-mail address, or another name of an account
   * @throws GraphQLError RATE_LIMITED before anything is checked
   */
  async begin(asker: RequestContext, account: string): Promise<SignInTry> {
    if (!this.enabled) return UNCOUNTED;
    const address = addressKey(asker.ipAddress);
    // kept as a hash: what is typed into this field is now and then a password
    const name = createHash('sha256').update(account.trim().toLowerCase()).digest('base64url');
    const pair = `${name}:${address}`;
    await consume(this.pair, pair);
    await consume(this.address, address);
    await this.slow(name, pair);
    return {
      succeeded: async () => {
        await Promise.all([
          this.pair.delete(pair),
          this.address.reward(address),
          this.account.reward(name),
          this.known.set(pair, 1, KNOWN_SECONDS),
        ]);
      },
    };
  }

  /** Counts what an address may do now and then without proving anything, such as registering. @throws as begin() */
  async visit(asker: RequestContext, what: string): Promise<void> {
    if (this.enabled) await consume(this.visits, `${what}:${addressKey(asker.ipAddress)}`);
  }

  private async slow(name: string, pair: string): Promise<void> {
    const { consumedPoints } = await this.account.penalty(name);
    const pause = pauseSeconds(consumedPoints - this.loginsPerAccount * EVERYWHERE);
    if (pause === 0 || (await this.known.get(pair)) !== null) return;
    try {
      await consume(this.pause, name, pause);
    } catch (error) {
      // a try that was not made is no failure
      await this.account.reward(name);
      throw error;
    }
  }
}

async function consume(counter: RateLimiterAbstract, key: string, seconds?: number): Promise<void> {
  try {
    await counter.consume(key, 1, seconds === undefined ? {} : { customDuration: seconds });
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw rateLimited(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}
