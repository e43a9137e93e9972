import type { RoomsOverview } from '../../api/console-api.js';
import { Fact, Facts } from '../common/facts.js';
import { count, dayAndSecond, integer, percent } from '../common/format.js';

/** Live's rooms of one app, as of its latest alarm. */
export function Rooms({
  rooms: { sdkAppId, used, quota, remaining, level, lastAlarmAt },
}: {
  rooms: RoomsOverview;
}) {
  const title = `Rooms of app ${sdkAppId}`;
  const tone = remaining <= 0 ? 'bad' : level === null ? undefined : 'warn';
  return (
    <article class="card quota-day" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <p class="muted">as of {dayAndSecond(lastAlarmAt)}</p>
      </header>
      <Facts label={title}>
        <Fact term="Rooms" tone={tone} note={`of ${count(quota, 'room')}`}>
          {integer(used)}
        </Fact>
        <Fact
          term="Share"
          tone={tone}
          note={level === null ? 'below the levels' : `at the level ${percent(level)}`}
        >
          {percent(quota > 0 ? used / quota : 1)}
        </Fact>
        <Fact term="Remaining" note="rooms">
          {integer(remaining)}
        </Fact>
      </Facts>
    </article>
  );
}
