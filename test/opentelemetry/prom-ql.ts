import { parser } from '@prometheus-io/lezer-promql';

/** The label in which Prometheus keeps the name of a metric. */
const NAME = '__name__';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  labels: Labels;
  value: number;
}

/** What a scrape found, and when, in s. */
export interface Scrape {
  at: number;
  text: string;
}

type Node = ReturnType<typeof parser.parse>['topNode'];
type Value = number | Sample[];

/** How long Prometheus takes a sample for the present value of its series, in s. */
const LOOKBACK_S = 300;

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Evaluates the part of PromQL that the alert rules use, like Prometheus but for its extrapolation: what increased is what the samples say.
 */
export class PromQl {
  private readonly scrapes: { at: number; samples: Sample[] }[];

  /** @param scrapes the oldest first */
  constructor(scrapes: readonly Scrape[]) {
    this.scrapes = scrapes.map(({ at, text }) => ({ at, samples: samplesOf(text) }));
  }

  /** @throws Error for what the rules do not use */
  evaluate(query: string, at: number): Value {
    const value = (node: Node, time: number): Value => {
      const text = query.slice(node.from, node.to);
      const [first, second, third] = children(node);
      if (first === undefined) {
        if (node.name === 'NumberDurationLiteral') return Number(text);
        throw new Error(`cannot evaluate ${node.name}: ${text}`);
      }
      if (['PromQL', 'ParenExpr', 'FunctionCallBody'].includes(node.name)) return value(first, time);
      if (node.name === 'VectorSelector') return this.select(text, time);
      if (node.name === 'OffsetExpr') return value(first, time - durationOf(text));
      if (node.name === 'FunctionCall') return this.increase(text, time);
      if (node.name === 'AggregateExpr' && second !== undefined && third !== undefined) {
        const by = query.slice(second.from, second.to).match(/\w+/g)?.slice(1) ?? [];
        return aggregate(query.slice(first.from, first.to), by, vector(value(third, time)));
      }
      if (node.name === 'BinaryExpr' && second !== undefined && third !== undefined) {
        return combine(query.slice(second.from, second.to), value(first, time), value(third, time));
      }
      throw new Error(`cannot evaluate ${node.name}: ${text}`);
    };
    return value(parser.parse(query).topNode, at);
  }

  private select(selector: string, time: number): Sample[] {
    const scrape = this.scrapes.findLast(({ at }) => at <= time && at > time - LOOKBACK_S);
    return (scrape?.samples ?? []).filter(({ labels }) => matches(selector, labels));
  }

  private increase(call: string, time: number): Sample[] {
    const [, name, selector = '', duration = ''] = /^(rate|increase)\((.*)\[(\w+)\]\)$/s.exec(call) ?? [];
    const window = durationOf(duration);
    const values = new Map<string, { labels: Labels; values: number[] }>();
    for (const { at, samples } of this.scrapes) {
      if (at <= time - window || at > time) continue;
      for (const { labels, value } of samples.filter((each) => matches(selector, each.labels))) {
        const series = values.get(keyOf(labels)) ?? { labels, values: [] };
        values.set(keyOf(labels), series);
        series.values.push(value);
      }
    }
    return [...values.values()]
      .filter((series) => series.values.length > 1)
      .map((series) => {
        const steps = series.values.slice(1).map((each, nth) => [series.values[nth] ?? 0, each] as const);
        const increase = steps.reduce((sum, [from, to]) => sum + (to < from ? to : to - from), 0);
        return { labels: series.labels, value: name === 'rate' ? increase / window : increase };
      });
  }
}

function samplesOf(text: string): Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    labels: { ...labelsOf(labels, /(\w+)="(.*?)"/g), [NAME]: name },
    value: Number(value === '+Inf' ? Infinity : value),
  }));
}

function labelsOf(text: string, pattern: RegExp): Labels {
  return Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [name, value]));
}

function matches(selector: string, labels: Labels): boolean {
  const [, name, matchers = ''] = /^(\w+)(?:\{(.*)\})?$/s.exec(selector) ?? [];
  if (labels[NAME] !== name) return false;
  return [...matchers.matchAll(/(\w+)(=~|!~|!=|=)"(.*?)"/g)].every(
    ([, label = '', operator, expected = '']) => {
      const actual = labels[label] ?? '';
      const same = operator?.includes('~')
        ? new RegExp(`^(?:${expected})$`).test(actual)
        : actual === expected;
      return operator?.startsWith('!') ? !same : same;
    },
  );
}

function aggregate(operator: string, by: string[], samples: Sample[]): Sample[] {
  const groups = new Map<string, { labels: Labels; values: number[] }>();
  for (const { labels, value } of samples) {
    const kept = Object.fromEntries(by.map((label) => [label, labels[label] ?? '']));
    const group = groups.get(keyOf(kept)) ?? { labels: kept, values: [] };
    groups.set(keyOf(kept), group);
    group.values.push(value);
  }
  const reduce = {
    sum: (values: number[]) => values.reduce((sum, each) => sum + each, 0),
    min: (values: number[]) => Math.min(...values),
    max: (values: number[]) => Math.max(...values),
  }[operator];
  if (reduce === undefined) throw new Error(`cannot evaluate ${operator}`);
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: reduce(values) }));
}

const COMPARISONS: Record<string, (one: number, other: number) => boolean> = {
  '>': (one, other) => one > other,
  '<': (one, other) => one < other,
  '>=': (one, other) => one >= other,
  '==': (one, other) => one === other,
};

const ARITHMETIC: Record<string, (one: number, other: number) => number> = {
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
};

function combine(operator: string, left: Value, right: Value): Value {
  if (operator === 'unless' || operator === 'or') return combineSets(operator, vector(left), vector(right));
  if (typeof left === 'number' && typeof right === 'number') return calculate(operator, left, right) ?? NaN;
  const pairs: [Labels, number, number][] = [];
  if (typeof left === 'number')
    for (const { labels, value } of vector(right)) pairs.push([labels, left, value]);
  else {
    for (const { labels, value } of left) {
      const match =
        typeof right === 'number' ? right : right.find((each) => isSame(each.labels, labels))?.value;
      if (match !== undefined) pairs.push([labels, value, match]);
    }
  }
  return pairs.flatMap(([labels, one, other]) => {
    const value = calculate(operator, one, other);
    return value === undefined ? [] : [{ labels, value }];
  });
}

/** @returns `undefined` for a comparison that does not hold */
function calculate(operator: string, one: number, other: number): number | undefined {
  const compare = COMPARISONS[operator];
  if (compare !== undefined) return compare(one, other) ? one : undefined;
  const result = ARITHMETIC[operator]?.(one, other);
  if (result === undefined) throw new Error(`cannot evaluate ${operator}`);
  return result;
}

function combineSets(operator: 'unless' | 'or', left: Sample[], right: Sample[]): Sample[] {
  const without = (samples: Sample[], others: Sample[]) =>
    samples.filter(({ labels }) => !others.some((other) => isSame(other.labels, labels)));
  return operator === 'or' ? [...left, ...without(right, left)] : without(left, right);
}

function vector(value: Value): Sample[] {
  if (typeof value === 'number') throw new Error('a number stands where series are expected');
  return value;
}

function isSame(one: Labels, other: Labels): boolean {
  return keyOf(one) === keyOf(other);
}

/** Series are matched by their labels without the name. */
function keyOf(labels: Labels): string {
  const pairs = Object.entries(labels).filter(([name]) => name !== NAME);
  return JSON.stringify(pairs.toSorted(([one], [other]) => one.localeCompare(other)));
}

function durationOf(text: string): number {
  const [, count = '', unit = ''] = /(\d+)([smhd])$/.exec(text) ?? [];
  return Number(count) * (SECONDS[unit] ?? NaN);
}

function children(node: Node): Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
