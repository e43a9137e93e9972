import type { ConsoleOverview, RegistrationOverview } from '../../api/console-api.js';
import { Age } from '../common/age.js';
import { Empty } from '../common/empty.js';
import { Fact, Facts } from '../common/facts.js';
import { count, integer } from '../common/format.js';
import { PlainTable } from '../common/plain-table.js';

/** Remedies for refused requests, by reason. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['malformedUrl', 'parameters of the URL are missing, repeated or malformed: the sender is not Chat'],
  [
    'unauthenticated',
    'Sign or RequestTime is wrong: compare the token with Chat’s console, and the clock with the time',
  ],
  ['foreignApp', 'SdkAppid is not one of the option sdkAppId: see also the URL in Chat’s console'],
  ['bodyTooLarge', 'the body is larger than the option bodyLimit'],
  ['bodyTooSlow', 'the body did not arrive in time: see the network and proxies in front of the app'],
  ['malformedBody', 'the body is no JSON object, or names another command than the URL'],
  ['invalidBody', 'the body does not match the class of its command: it is a dead letter now'],
  ['unknownCommand', 'this version does not know the command'],
  ['unavailable', 'the store could not keep the callback, or the app was shutting down'],
  ['rejectedByHost', 'a guard or filter of the app refused it'],
  ['internalError', 'see the app’s log'],
]);

/** The delivery of each registration, and the requests that it refused. */
export function DeliveriesSection({ overview: { registrations } }: { overview: ConsoleOverview }) {
  return (
    <>
      {registrations.map((registration) => (
        <Delivery key={registration.name} registration={registration} />
      ))}
    </>
  );
}

function Delivery({ registration }: { registration: RegistrationOverview }) {
  const { name, delivery, durable, stats, store } = registration;
  return (
    <article class="card" aria-label={`Registration ${name}`}>
      <header>
        <h3>Registration {name}</h3>
        <p class="muted">
          {delivery}; accepted callbacks {durable ? 'outlive this process' : 'are lost with this process'}
        </p>
      </header>
      <Facts label={`Delivery of ${name}`}>
        <Fact
          term="Store"
          tone={store.state === 'up' ? 'ok' : 'bad'}
          note={
            <>
              for <Age at={store.since} />
              {store.why !== undefined && `: ${store.why}`}
            </>
          }
        >
          {store.state}
        </Fact>
        {stats === null ? (
          <Fact term="Pending, running, dead" tone="bad" note="the store did not answer within a second">
            unknown
          </Fact>
        ) : (
          <>
            <Fact term="Pending" note="accepted, not done">
              {integer(stats.pending)}
            </Fact>
            <Fact term="Running" note="in their handlers">
              {integer(stats.running)}
            </Fact>
            <Fact term="Oldest pending" note={stats.oldestPendingAt === null ? 'nothing waits' : 'old'}>
              {stats.oldestPendingAt === null ? 'none' : <Age at={stats.oldestPendingAt} />}
            </Fact>
            <Fact term="Dead letters" tone={stats.dead > 0 ? 'warn' : 'ok'}>
              {stats.dead === 0 ? (
                'none'
              ) : (
                <a href={`#dead-letters?registration=${encodeURIComponent(name)}`}>{integer(stats.dead)}</a>
              )}
            </Fact>
          </>
        )}
      </Facts>
      <Refused registration={registration} />
    </article>
  );
}

function Refused({ registration: { name, rejected } }: { registration: RegistrationOverview }) {
  const reasons = Object.entries(rejected)
    .filter(([, number]) => number > 0)
    .toSorted(([, one], [, other]) => other - one);
  if (reasons.length === 0) {
    return <Empty title="No request was refused since the process began">There is nothing to do.</Empty>;
  }
  const total = reasons.reduce((sum, [, number]) => sum + number, 0);
  return (
    <PlainTable
      label={`Refused requests of ${name}`}
      caption={`${count(total, 'refused request')} since the process began`}
      columns={[
        { title: 'Reason', cell: ([reason]) => reason },
        { title: 'Requests', isNumber: true, cell: ([, number]) => integer(number) },
        {
          title: 'What it means',
          cell: ([reason]) => <span class="muted">{REMEDIES.get(reason) ?? 'see the app’s log'}</span>,
        },
      ]}
      rows={reasons}
    />
  );
}
