import { BoundedMap } from '../../common/collections/bounded-map.js';
import type { QuotaShare } from '../../events/quota/quota-share.js';
import { DIMENSIONS, type Creator, type GroupEntry, type QuotaDimension } from './count-entry.js';
import { GrowthCurve } from './growth-curve.js';
import { HeavyHitters } from './heavy-hitters.js';

/** How many groups of the day are remembered with their creators, and how many dissolutions whose creation has not come. */
const MAX_GROUPS = 10_000;

/** The creations and dissolutions of one app on one day, in bounded memory. */
export class DayCounts {
  created = 0;
  dissolved = 0;
  /** Dissolutions whose creator is not known. */
  unattributed = 0;
  /** When the day's log was last read, in ms since the epoch. */
  asOf: number | undefined;
  readonly curve: GrowthCurve;
  private readonly hitters: Readonly<Record<QuotaDimension, HeavyHitters>> = {
    operator: new HeavyHitters(),
    platform: new HeavyHitters(),
    type: new HeavyHitters(),
    network: new HeavyHitters(),
  };
  private readonly creators = new BoundedMap<string, Creator>(MAX_GROUPS);
  /** Groups whose dissolution came before their creation, or without it. */
  private readonly dissolvedFirst = new BoundedMap<string, true>(MAX_GROUPS);

  /** @param startsAt bounds of the day, in ms since the epoch */
  constructor(startsAt: number, endsAt: number) {
    this.curve = new GrowthCurve(startsAt, endsAt);
  }

  /** Whether anything was counted. */
  get isKnown(): boolean {
    return this.created + this.dissolved > 0;
  }

  get net(): number {
    return this.created - this.dissolved;
  }

  /** Counts an entry of the day. */
  add(entry: GroupEntry): void {
    if ('by' in entry) this.create(entry.group, entry.by, entry.at);
    else this.dissolve(entry.group, entry.dissolved);
    this.curve.add(entry.at, 'by' in entry ? 1 : -1);
  }

  /** Returns how many creations of an operator are certain. */
  createdBy(operator: string): number {
    return this.hitters.operator.createdBy(operator);
  }

  /** Returns the keys with the most creations, the most first. */
  top(by: QuotaDimension, limit: number): QuotaShare[] {
    return this.hitters[by]
      .top(limit, 0)
      .map(({ key, created, net }) => ({ key, created, net, share: created / this.created }));
  }

  /** Returns the same with the share of the last hour's creations. */
  topOfHour(by: QuotaDimension, limit: number, now: number): (QuotaShare & { shareOfHour: number })[] {
    // Each creation is of one type, and there are few types.
    const all = this.hitters.type.top(Infinity, now).reduce((sum, { lastHour }) => sum + lastHour, 0);
    return this.hitters[by].top(limit, now).map(({ key, created, net, lastHour }) => {
      const shareOfHour = all === 0 ? 0 : lastHour / all;
      return { key, created, net, share: created / this.created, shareOfHour };
    });
  }

  private create(group: string, by: Creator, at: number): void {
    this.created += 1;
    for (const dimension of DIMENSIONS) this.hitters[dimension].create(by[dimension], at);
    if (this.dissolvedFirst.delete(group)) {
      this.unattributed -= 1;
      this.attribute(by, ['operator', 'platform', 'network']);
    } else this.creators.set(group, by);
  }

  private dissolve(group: string, type: string): void {
    this.dissolved += 1;
    const by = this.creators.get(group);
    if (by === undefined) {
      this.unattributed += 1;
      this.hitters.type.dissolve(type);
      this.dissolvedFirst.set(group, true);
      return;
    }
    this.creators.delete(group);
    this.attribute(by, DIMENSIONS);
  }

  private attribute(by: Creator, dimensions: readonly QuotaDimension[]): void {
    for (const dimension of dimensions) this.hitters[dimension].dissolve(by[dimension]);
  }
}
