import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { AlertingRule } from './promql/alerts.js';
import type { Labels } from './promql/evaluate.js';

const DEPLOY = resolve(import.meta.dirname, '../../deploy');
const DASHBOARDS = join(DEPLOY, 'grafana/dashboards');

export interface RuleTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts?: readonly { readonly exp_labels: Labels; readonly exp_annotations: Labels }[];
  }[];
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

export function alertingRules(): AlertingRule[] {
  const { groups } = yaml('prometheus/rules.yml') as { groups: { rules: AlertingRule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export function ruleTests(): { readonly interval: string; readonly tests: readonly RuleTest[] } {
  const { evaluation_interval: interval, tests } = yaml('prometheus/rules.test.yml') as {
    evaluation_interval: string;
    tests: RuleTest[];
  };
  return { interval, tests };
}

export function dashboards(): [string, Dashboard][] {
  return readdirSync(DASHBOARDS).map((file) => [
    file,
    JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as Dashboard,
  ]);
}

/** What Grafana puts in by itself. */
export function withoutVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m');
}

function yaml(file: string): unknown {
  return parse(readFileSync(join(DEPLOY, file), 'utf8'));
}
