/** What the running application was told; built once at start, injected by the token SETTINGS. */
export interface Settings {
  readonly production: boolean;
  readonly logLevel: string;
  /** Whether this process looks after the job queues. */
  readonly worker: boolean;
  readonly databases: {
    /** Role stocktracker_app: requests and seller jobs, under row-level security. */
    readonly app: string;
    /** Role stocktracker_system: cross-tenant jobs, sign-in, platform fields. */
    readonly system: string;
  };
  /** Signs and verifies access tokens. */
  readonly jwtSecret: string;
  /** Verify what they signed before they were replaced. */
  readonly jwtPreviousSecrets: readonly string[];
  /** Comma-separated Fernet keys, newest first. */
  readonly encryptionKeys: string;
  /** Version 1's programs run on this database too: nothing may be written that they can not read. */
  readonly legacyClients: boolean;
  readonly http: HttpSettings;
  readonly limits: Limits;
  readonly rateLimits: RateLimitSettings;
  /** Whether only the documents of clients/graphql are answered. */
  readonly trustedDocuments: boolean;
  /** Whether queries that come often are executed as compiled functions. */
  readonly compiledExecution: boolean;
  /** Whoever has it may read /metrics; null: nobody. */
  readonly metricsToken: string | null;
  /** Null: nobody is told of traces. */
  readonly tracing: TracingSettings | null;
  readonly mail: MailSettings;
  readonly exports: ExportSettings;
  readonly telegram: TelegramSettings;
  /** Complete months of stock history that are kept besides the running one; null: all of it. */
  readonly historyMonths: number | null;
  /** Replaces every Wildberries host; the simulator's in the demo. */
  readonly wildberriesOrigin: string | null;
  /** False only against a simulator whose limits are off too. */
  readonly wildberriesLimits: boolean;
}

export interface HttpSettings {
  /** Proxies before this server whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  /** Web pages of these origins may call the API. */
  readonly corsOrigins: readonly string[];
  /** Where people reach the web panel: what links in mails, and to exported files, begin with. */
  readonly publicUrl: string;
}

/** What one request may ask for. */
export interface Limits {
  readonly bodyBytes: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly tokens: number;
  /** Errors told of a document that does not validate. */
  readonly errors: number;
  readonly cost: number;
}

export interface RateLimitSettings {
  /** False for benchmarks alone: neither cost buckets nor the sign-in brake. */
  readonly enabled: boolean;
  /** Where the counters are; what several processes share is not in memory. */
  readonly store: 'memory' | 'postgres' | 'redis';
  readonly redisUrl: string | null;
  /** Cost that a user may spend at once, and what comes back in a second. */
  readonly user: Bucket;
  /** The same for an address, of whoever is not signed in. */
  readonly address: Bucket;
  /** Failed sign-ins within 15 minutes, after which the next ones have to wait. */
  readonly loginsPerAccount: number;
  readonly loginsPerAddress: number;
}

export interface Bucket {
  readonly capacity: number;
  readonly perSecond: number;
}

export interface TracingSettings {
  /** Where OTLP over HTTP is taken. */
  readonly endpoint: string;
  /** Such as a key of the collector. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Share of requests that is told of. */
  readonly ratio: number;
}

export interface MailSettings {
  /** Without it mails are files in outboxDir. */
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly outboxDir: string;
}

export interface ExportSettings {
  /** Where files lie; the same for every process. */
  readonly folder: string;
  /** Exports of one user that may be under way at once. */
  readonly running: number;
  /** What the files of one user may take together. */
  readonly bytesPerUser: number;
}

export interface TelegramSettings {
  /** Bots whose users may sign in; none: Telegram is not configured. */
  readonly botTokens: readonly string[];
  /** Bots without a token here, whose users are believed by Telegram's own signature. */
  readonly botIds: readonly string[];
}

export const SETTINGS = Symbol('SETTINGS');
