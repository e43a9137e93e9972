import type { ConsoleOverview, QuotaDayOverview } from '../../api/console-api.js';
import { Empty } from '../common/empty.js';
import { count, integer, minute, percent, second, span } from '../common/format.js';
import { serverNow } from '../common/clock.js';
import { Fact, Facts } from '../common/facts.js';
import { PlainTable } from '../common/plain-table.js';
import { QuotaChart } from './quota-chart.js';
import { Completeness, OperatorTable } from './quota-creators.js';
import { shareOf, toneOf } from './quota-state.js';
import { Rooms } from './rooms.js';

/** The quota day of each app. */
export function QuotaSection({ overview: { registrations } }: { overview: ConsoleOverview }) {
  const several = registrations.length > 1;
  const days = registrations.flatMap(({ name, quota }) =>
    quota.map((day) => (
      <QuotaDay key={`${name} ${day.sdkAppId}`} day={day} registration={several ? name : ''} />
    )),
  );
  const rooms = registrations.flatMap((each) =>
    each.rooms.map((of) => <Rooms key={`${each.name} ${of.sdkAppId}`} rooms={of} />),
  );
  if (days.length + rooms.length > 0) {
    return (
      <>
        {days}
        {rooms}
      </>
    );
  }
  return (
    <Empty title={`Not known since this process started at ${second(watchedSince(registrations))}`}>
      Chat sends an alarm above 70 % of the daily limit of groups; below it, created groups are counted. If
      something should have come, check that Group.CallbackOnDailyGroupQuotaAlarm,
      Group.CallbackAfterCreateGroup and Group.CallbackAfterGroupDestroyed are switched on in Chat’s console,
      that their URL leads here, and that the option quota is not false.
    </Empty>
  );
}

function QuotaDay({ day, registration }: { day: QuotaDayOverview; registration: string }) {
  const { sdkAppId, timeZone, used, quota, remaining } = day;
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
        <Fact
          term="Used"
          tone={toneOf(day)}
          note={quota === null ? sourceOf(day) : `of ${count(quota, 'group')}, ${sourceOf(day)}`}
        >
          {integer(used)}
        </Fact>
        <Fact term="Share" tone={toneOf(day)}>
          {share === null ? 'not known' : percent(share)}
        </Fact>
        <Fact term="Remaining" note="groups">
          {remaining === null ? 'not known' : integer(remaining)}
        </Fact>
        <Fact term="Pace" note={day.perHour === null ? 'after more alarms' : 'groups an hour'}>
          {day.perHour === null ? 'not known' : integer(day.perHour)}
        </Fact>
        <Outlook day={day} />
      </Facts>
      <Completeness day={day} />
      <div class="plot">
        <figure>
          <QuotaChart day={day} summary={summaryOf(day, share)} />
          <figcaption>
            <span class="key curve-key">used</span>
            <span class="key forecast-key">forecast at this pace</span>
            <span class="key limit-key">limit</span>
            <span>
              Hours in {timeZone}. Until the first alarm, which Chat sends above 70 %, the curve counts the
              groups whose creation arrived here.
            </span>
          </figcaption>
        </figure>
        <div class="beside">
          <OperatorTable day={day} />
          {quota !== null && <LevelTable day={day} quota={quota} />}
          <CurveTable day={day} />
        </div>
      </div>
    </article>
  );
}

function Outlook({ day: { remaining, exhaustsAt, perHour, levels, timeZone } }: { day: QuotaDayOverview }) {
  if (remaining === null) {
    return (
      <Fact term="Used up" note="give quota.limit, or wait for an alarm">
        limit not known
      </Fact>
    );
  }
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
    <Fact term="Used up" note="the pace is not known yet">
      not known
    </Fact>
  ) : (
    <Fact term="Used up" tone="ok" note="at this pace">
      not today
    </Fact>
  );
}

function LevelTable({ day, quota }: { day: QuotaDayOverview; quota: number }) {
  return (
    <PlainTable
      caption="Levels"
      columns={[
        { title: 'Level', cell: ({ share }) => percent(share) },
        {
          title: 'Groups',
          isNumber: true,
          cell: ({ share }) => integer(Math.ceil(share * quota - 1e-6)),
        },
        {
          title: 'Reached',
          cell: ({ share, reachedAt }) =>
            reachedAt === null ? expectation(day, quota, share) : `at ${minute(reachedAt, day.timeZone)}`,
        },
      ]}
      rows={day.levels}
    />
  );
}

/** When a level would be reached, on the dashed line. */
function expectation(
  { curve, exhaustsAt, timeZone }: QuotaDayOverview,
  quota: number,
  share: number,
): string {
  const last = curve.at(-1);
  if (last === undefined || exhaustsAt === null) return 'not yet';
  const [at, used] = last;
  const part = (share * quota - used) / (quota - used);
  return part >= 0 && part <= 1 ? `about ${minute(at + part * (exhaustsAt - at), timeZone)}` : 'not yet';
}

/** What the curve shows, in words: the last point of each hour. */
function CurveTable({ day: { curve, begins, quota, timeZone } }: { day: QuotaDayOverview }) {
  const lastOfHour = new Map(curve.map((point) => [Math.floor((point[0] - begins) / 3_600_000), point]));
  return (
    <details>
      <summary>The curve as a table</summary>
      <PlainTable
        caption="The end of each hour"
        columns={[
          { title: 'Time', cell: ([at]) => minute(at, timeZone) },
          { title: 'Groups', isNumber: true, cell: ([, used]) => integer(used) },
          {
            title: 'Share',
            isNumber: true,
            cell: ([, used]) => (quota === null ? '' : percent(used / Math.max(1, quota))),
          },
        ]}
        rows={[...lastOfHour.values()]}
      />
    </details>
  );
}

function summaryOf(day: QuotaDayOverview, share: number | null): string {
  const last = day.curve.at(-1);
  const at = last === undefined ? '' : ` at ${minute(last[0], day.timeZone)}`;
  const end =
    day.exhaustsAt === null
      ? ''
      : ` At this pace the limit is reached at ${minute(day.exhaustsAt, day.timeZone)}.`;
  const of = share === null || day.quota === null ? '' : ` of ${integer(day.quota)}, ${percent(share)}`;
  return `Curve of the groups used on ${day.day}: ${integer(day.used)}${of}${at}.${end}`;
}

function sourceOf({ source }: QuotaDayOverview): string {
  return source === 'chat' ? 'says Chat' : 'counted here';
}

function watchedSince(registrations: ConsoleOverview['registrations']): number {
  return Math.max(0, ...registrations.map((each) => each.watchedSince));
}
