/** One sample of a figure about the system itself. */
export interface Sample {
  readonly name: MetricName;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly at: Date;
}

/** What is sampled; docs/monitoring.md defines each. */
export type MetricName =
  | 'active_users'
  | 'trial_to_paid_conversion'
  | 'average_subscription_price'
  | 'api_requests'
  | 'api_errors'
  | 'api_latency_ms'
  | 'sync_lag_minutes';
