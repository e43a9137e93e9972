import type { TencentChatEvent } from '../events/tencent-chat.event.js';
import type { RoomsSnapshot } from './day/quota-snapshot.js';
import { Rooms, roomsAlarmOf } from './rooms.js';
import type { SharedQuota } from './shared-quota.js';

/** How far Live's clock may be ahead of ours, and how late an alarm may arrive, in ms. */
const AHEAD_MS = 5 * 60_000;
const LATE_MS = 24 * 3_600_000;

/** The rooms of each app, shared by the processes. */
export class WatchedRooms {
  private readonly apps = new Map<number, Rooms>();

  /** @param levels ascending, each above 0 and at most 1 */
  constructor(
    private readonly levels: readonly number[],
    private readonly shared: SharedQuota | undefined,
  ) {}

  of(sdkAppId: number): RoomsSnapshot | undefined {
    return this.apps.get(sdkAppId)?.snapshot;
  }

  /** The snapshot of every app that has sent an alarm. */
  get all(): Map<number, RoomsSnapshot> {
    return new Map([...this.apps].flatMap(([id, { snapshot }]) => (snapshot ? [[id, snapshot]] : [])));
  }

  /** Takes an alarm into account, unless its time cannot be right. */
  observe({ sdkAppId, body, eventTime, receivedAt }: TencentChatEvent): void {
    const at = (eventTime ?? receivedAt).getTime();
    const alarm = roomsAlarmOf(body, at);
    const late = receivedAt.getTime() - at;
    if (alarm === undefined || late < -AHEAD_MS || late > LATE_MS) return;
    this.app(sdkAppId).observe(alarm);
    this.shared?.publishRooms(sdkAppId, alarm);
  }

  /** Takes over what another process has seen. */
  async refresh(sdkAppId: number): Promise<void> {
    const alarm = await this.shared?.rooms(sdkAppId);
    if (alarm !== undefined) this.app(sdkAppId).observe(alarm);
  }

  private app(sdkAppId: number): Rooms {
    const rooms = this.apps.get(sdkAppId) ?? new Rooms(this.levels);
    this.apps.set(sdkAppId, rooms);
    return rooms;
  }
}
