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
  readonly jwtSecret: string;
  /** Comma-separated Fernet keys, newest first. */
  readonly encryptionKeys: string;
  /** Replaces every Wildberries host; the simulator's in the demo. */
  readonly wildberriesOrigin: string | null;
  /** False only against a simulator whose limits are off too. */
  readonly wildberriesLimits: boolean;
}

export const SETTINGS = Symbol('SETTINGS');
