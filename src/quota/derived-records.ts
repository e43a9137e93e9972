import type { CreateDerivedEvent } from '../handlers/discovery/handler-registry.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import type { AfterEvent } from '../events/after-event.js';
import { QuotaLevelReachedEvent } from '../events/quota/quota-level-reached.event.js';
import { QuotaOperatorLimitedEvent } from '../events/quota/quota-operator-limited.event.js';
import { QuotaSpikeEvent } from '../events/quota/quota-spike.event.js';
import { KEEP_DAY_MS } from './day/calendar-day.js';

/** An event of the quota as a delivery keeps it: without its name and attempt, times in ms since the epoch. */
type Stored<Event> = {
  [
    Member in Exclude<keyof Event, 'name' | 'id' | 'sdkAppId' | 'attempt' | keyof AfterEvent>
  ]: Event[Member] extends Date ? number : Event[Member];
};

interface QuotaBodies {
  /** Earlier releases stored no `source` and no `top`. */
  'group.quotaLevelReached': Omit<Stored<QuotaLevelReachedEvent>, 'forecast' | 'source' | 'top'> & {
    source?: QuotaLevelReachedEvent['source'];
    top?: QuotaLevelReachedEvent['top'];
    forecast: { perHour: number; exhaustsAt: number | null } | null;
  };
  'group.quotaOperatorLimited': Stored<QuotaOperatorLimitedEvent>;
  'group.quotaSpike': Stored<QuotaSpikeEvent>;
}

type QuotaEventName = keyof QuotaBodies;

type QuotaRecord<Name extends QuotaEventName> = CallbackRecord & { body: QuotaBodies[Name] };

/**
 * Makes the record of an event of the quota. The id names the day and what happened, so that the record of a second process is a
 * duplicate.
 *
 * @param what the end of the id, such as `0.8` for a level
 */
export function quotaRecord<Name extends QuotaEventName>(
  command: Name,
  origin: Pick<CallbackRecord, 'registration' | 'sdkAppId' | 'traceparent'>,
  what: string,
  body: QuotaBodies[Name],
): QuotaRecord<Name> {
  return {
    ...origin,
    id: `quota/${origin.sdkAppId}/${body.day}/${what}`,
    command,
    derived: true,
    receivedAt: Date.now(),
    rememberMs: KEEP_DAY_MS,
    body,
  };
}

/** Makes the event of a record that this release or an earlier one has made, by the event's name. */
export const QUOTA_EVENTS: Readonly<Record<QuotaEventName, CreateDerivedEvent>> = {
  'group.quotaLevelReached': (record, attempt, call) => {
    const { id, sdkAppId, body } = assertRecord('group.quotaLevelReached', record);
    const { forecast, at, source = 'chat', top = [], ...rest } = body;
    const event = {
      ...rest,
      id,
      sdkAppId,
      source,
      top,
      at: new Date(at),
      forecast: forecast && {
        perHour: forecast.perHour,
        exhaustsAt: forecast.exhaustsAt === null ? null : new Date(forecast.exhaustsAt),
      },
      attempt,
    };
    return new QuotaLevelReachedEvent(event, call);
  },
  'group.quotaOperatorLimited': (record, attempt, call) => {
    const { id, sdkAppId, body } = assertRecord('group.quotaOperatorLimited', record);
    return new QuotaOperatorLimitedEvent({ ...body, id, sdkAppId, at: new Date(body.at), attempt }, call);
  },
  'group.quotaSpike': (record, attempt, call) => {
    const { id, sdkAppId, body } = assertRecord('group.quotaSpike', record);
    const exhaustsAt = new Date(body.exhaustsAt);
    return new QuotaSpikeEvent({ ...body, id, sdkAppId, exhaustsAt, at: new Date(body.at), attempt }, call);
  },
};

function assertRecord<Name extends QuotaEventName>(name: Name, record: CallbackRecord): QuotaRecord<Name> {
  if (isRecord(name, record)) return record;
  throw new TypeError(`${record.id} is no record of ${name}`);
}

function isRecord<Name extends QuotaEventName>(
  name: Name,
  record: CallbackRecord,
): record is QuotaRecord<Name> {
  return record.derived === true && record.command === name;
}
