import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';

const OPERATING = new URL('../../docs/operating/', import.meta.url);

export interface MetricQuery {
  /** The panel or the alert that it is of. */
  title: string;
  /** In PromQL. */
  query: string;
}

/** A metric that a query selects, and the labels that the query relies on. */
export interface Selection {
  metric: string;
  labels: string[];
}

interface Board {
  panels: { title: string; targets?: { expr: string }[] }[];
}

interface Rules {
  groups: { rules: AlertRule[] }[];
}

export interface AlertRule {
  alert: string;
  expr: string;
  /** How long the query has to find something before the alert fires, such as `5m`. */
  for?: string;
}

/** What the panels of the Grafana board ask, with values for Grafana's variables. */
export function boardQueries(): MetricQuery[] {
  const board = JSON.parse(readFileSync(new URL('grafana-board.json', OPERATING), 'utf8')) as Board;
  return board.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      title,
      query: expr.replaceAll('$__rate_interval', '5m').replaceAll('$registration', '.*'),
    })),
  );
}

/** What the alert rules ask. */
export function alertQueries(): MetricQuery[] {
  return alertRules().map(({ alert, expr }) => ({ title: alert, query: expr }));
}

export function alertRules(): AlertRule[] {
  const rules = parse(readFileSync(new URL('alerts.yaml', OPERATING), 'utf8')) as Rules;
  return rules.groups.flatMap((group) => group.rules);
}

/** The rows of the manual's table. */
export function documentedMetrics(): { name: string; kind: string; unit: string; attributes: string[] }[] {
  const page = readFileSync(new URL('../metrics.md', OPERATING), 'utf8');
  const rows = page.matchAll(/^\| `([\w.]+)` +\| (\w+) +\| `(\S+)` +\|(.*?)\|/gm);
  return Array.from(rows, ([, name = '', kind = '', unit = '', attributes = '']) => ({
    name,
    kind,
    unit,
    attributes: [...attributes.matchAll(/`([\w.]+)`/g)].map(([, attribute = '']) => attribute),
  }));
}

/** @throws Error for a query that is no PromQL */
export function selections(query: string): Selection[] {
  const found: Selection[] = [];
  const grouped: string[] = [];
  parser.parse(query).iterate({
    enter({ type, name, from, to, node }) {
      const text = query.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${from}: ${query}`);
      if (name === 'VectorSelector') found.push({ metric: /^\w+/.exec(text)?.[0] ?? '', labels: [] });
      if (name !== 'LabelName') return;
      if (node.parent?.name === 'GroupingLabels') grouped.push(text);
      else found.at(-1)?.labels.push(text);
    },
  });
  return found.map(({ metric, labels }) => ({ metric, labels: [...labels, ...grouped] }));
}
