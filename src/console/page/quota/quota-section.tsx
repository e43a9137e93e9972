import type { ConsoleOverview, QuotaDayOverview } from '../../console-api.js';
import { Empty } from '../common/empty.js';
import { count, integer, minute, percent, span } from '../common/format.js';
import { serverNow } from '../common/clock.js';
import { Fact, Facts } from '../common/facts.js';
import { QuotaChart } from './quota-chart.js';
import { shareOf, toneOf } from './quota-state.js';

/** The quota day of each app. */
export function QuotaSection({ overview: { registrations } }: { overview: ConsoleOverview }) {
  const several = registrations.length > 1;
  const days = registrations.flatMap(({ name, quota }) =>
    quota.map((day) => (
      <QuotaDay key={`${name} ${day.sdkAppId}`} day={day} registration={several ? name : ''} />
    )),
  );
  if (days.length > 0) return <>{days}</>;
  return (
    <Empty title="No quota alarm has come today">
      Chat sends one above 70 % of the daily limit of groups, so this may be good news. If alarms should have
      come, see that Group.CallbackOnDailyGroupQuotaAlarm is switched on in Chat’s console, that its URL leads
      here, and that the option quota is not false.
    </Empty>
  );
}

function QuotaDay({ day, registration }: { day: QuotaDayOverview; registration: string }) {
  const { sdkAppId, timeZone, used, quota } = day;
  const share = shareOf(day);
  const title = `App ${sdkAppId}${registration && `, ${registration}`}`;
  return (
    <article class="card quota-day" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <p class="muted">
          {day.day}, {timeZone}
        </p>
      </header>
      <Facts label={`Quota of app ${sdkAppId}`}>
        <Fact term="Used" tone={toneOf(day)} note={`of ${count(quota, 'group')}`}>
          {integer(used)}
        </Fact>
        <Fact term="Share" tone={toneOf(day)}>
          {percent(share)}
        </Fact>
        <Fact term="Remaining" note="groups">
          {integer(day.remaining)}
        </Fact>
        <Fact term="Pace" note={day.perHour === null ? 'not known yet' : 'groups an hour'}>
          {day.perHour === null ? 'not known' : integer(day.perHour)}
        </Fact>
        <Outlook day={day} />
      </Facts>
      <div class="plot">
        <figure>
          <QuotaChart day={day} summary={summaryOf(day, share)} />
          <figcaption>
            <span class="key curve-key">used</span>
            <span class="key forecast-key">forecast at this pace</span>
            <span class="key limit-key">limit</span>
            <span>
              Hours in {timeZone}. The curve begins with the first alarm: Chat tells nothing below 70 %.
            </span>
          </figcaption>
        </figure>
        <div class="beside">
          <LevelTable day={day} />
          <CurveTable day={day} />
        </div>
      </div>
    </article>
  );
}

function Outlook({ day: { remaining, exhaustsAt, perHour, levels, timeZone } }: { day: QuotaDayOverview }) {
  if (remaining <= 0) {
    const at = levels.find(({ share }) => share >= 1)?.reachedAt;
    return (
      <Fact term="Used up" tone="bad" note="no group can be created today">
        {at ? `at ${minute(at, timeZone)}` : 'already'}
      </Fact>
    );
  }
  if (exhaustsAt !== null) {
    return (
      <Fact term="Used up" tone="warn" note={`in ${span(exhaustsAt - serverNow())}, at this pace`}>
        at {minute(exhaustsAt, timeZone)}
      </Fact>
    );
  }
  return perHour === null ? (
    <Fact term="Used up" note="the pace has to be known first">
      not known
    </Fact>
  ) : (
    <Fact term="Used up" tone="ok" note="at this pace">
      not today
    </Fact>
  );
}

function LevelTable({ day }: { day: QuotaDayOverview }) {
  return (
    <table class="plain">
      <caption>Levels</caption>
      <thead>
        <tr>
          <th scope="col">Level</th>
          <th scope="col" class="number">
            Groups
          </th>
          <th scope="col">Reached</th>
        </tr>
      </thead>
      <tbody>
        {day.levels.map(({ share, reachedAt }) => (
          <tr key={share}>
            <th scope="row">{percent(share)}</th>
            <td class="number">{integer(Math.ceil(share * day.quota - 1e-6))}</td>
            <td>{reachedAt === null ? expectation(day, share) : `at ${minute(reachedAt, day.timeZone)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** When a level would be reached, on the dashed line. */
function expectation({ curve, quota, exhaustsAt, timeZone }: QuotaDayOverview, share: number): string {
  const last = curve.at(-1);
  if (last === undefined || exhaustsAt === null) return 'not yet';
  const [at, used] = last;
  const part = (share * quota - used) / (quota - used);
  return part >= 0 && part <= 1 ? `about ${minute(at + part * (exhaustsAt - at), timeZone)}` : 'not yet';
}

/** What the curve shows, in words: the last alarm of each hour. */
function CurveTable({ day: { curve, begins, quota, timeZone } }: { day: QuotaDayOverview }) {
  const lastOfHour = new Map(curve.map((point) => [Math.floor((point[0] - begins) / 3_600_000), point]));
  return (
    <details>
      <summary>The curve as a table</summary>
      <table class="plain">
        <caption>Last alarm of each hour</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col" class="number">
              Groups
            </th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {[...lastOfHour.values()].map(([at, used]) => (
            <tr key={at}>
              <th scope="row">{minute(at, timeZone)}</th>
              <td class="number">{integer(used)}</td>
              <td class="number">{percent(used / Math.max(1, quota))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function summaryOf(day: QuotaDayOverview, share: number): string {
  const last = day.curve.at(-1);
  const at = last === undefined ? '' : ` at ${minute(last[0], day.timeZone)}`;
  const end =
    day.exhaustsAt === null
      ? ''
      : ` At this pace the limit is reached at ${minute(day.exhaustsAt, day.timeZone)}.`;
  return `Curve of the groups used on ${day.day}: ${integer(day.used)} of ${integer(day.quota)}, ${percent(share)}${at}.${end}`;
}
