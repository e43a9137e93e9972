import { join } from 'node:path';
import { startApp, type AppProcess } from './app-process.js';
import { clock } from '../../example/clock.js';
import { balanceOf, type DayBalance } from './day-balance.js';
import { readJournal, type JournalEntry } from '../../example/journal.js';
import { CONNECTIONS, PretendChat, type ChatApp } from './pretend-chat.js';
import { sendOddities } from './oddities.js';
import { dayOfAlarms, type Alarm } from './day-of-alarms.js';

const CHAT_APP: ChatApp = { sdkAppId: 1400000000, token: 'token-of-the-demo' };

/** How many alarms are sent until the app is killed, which is far from the next level; and how many then find nobody. */
const UNTIL_CRASH = 1_500;
const WHILE_AWAY = 150;

/** What there is to tell of the day when it is over. */
export interface PlayedDay {
  /** The alarms in the order of their arrival, with duplicates. */
  arrivals: readonly Alarm[];
  /** How often an alarm was sent. */
  sent: number;
  acknowledged: number;
  balance: DayBalance;
  /** What was handled, in that order. */
  journal: readonly JournalEntry[];
  /** What AlarmService logged. */
  logged: readonly string[];
  /** What it should have logged beside the levels. */
  notes: readonly string[];
  /** What is not as it should be, as far as it was seen on the way. */
  faults: readonly string[];
}

/**
 * Plays a day of alarms against the example app, which is killed in the middle of it, and tells what happens.
 *
 * @param directory for the app's inbox and journal
 * @param ending kills the app, and so cuts the day short
 */
export async function playDay(directory: string, ending: AbortSignal): Promise<PlayedDay> {
  const env = {
    // Any free port, so that several demos can run at a time.
    PORT: '0',
    SDK_APP_ID: String(CHAT_APP.sdkAppId),
    TENCENT_CHAT_TOKEN: CHAT_APP.token,
    INBOX: join(directory, 'inbox'),
    REDIS_URL: undefined,
    LOG_LEVEL: undefined,
    JOURNAL: join(directory, 'journal'),
    // Further apart than the requests that are under way at a time, and than now and tomorrow evening.
    TOLERANCE_SECONDS: String(2 * 24 * 3600),
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${new URL('simulated-clock.js', import.meta.url).href}`,
  };
  const arrivals = dayOfAlarms();
  const chat = new PretendChat(CHAT_APP);

  const first = await startApp(env, ending);
  console.log(`The app listens at ${first.url}, with an empty inbox. It gets:`);
  const { notes, faults } = await sendOddities(CHAT_APP, first.url);
  console.log(
    `  the alarms of a morning, over ${CONNECTIONS} connections, in some disorder, some of them twice`,
  );
  const unanswered = await sendUntilCrash(chat, first, arrivals);
  const untilCrash = {
    acknowledged: new Set(chat.acknowledged),
    journal: await readJournal(env.JOURNAL),
  };

  const second = await startApp(env, ending);
  console.log(
    `It is started again, on the same inbox. Now Chat sends the ${unanswered.length} again: by default it never does, so take\nthis for the best case, with the repeating switched on in its console. Then the day goes on.`,
  );
  const failed = [
    ...(await chat.send(second.url, unanswered)),
    ...(await chat.send(second.url, arrivals.slice(UNTIL_CRASH + WHILE_AWAY))),
  ];
  // No need to wait for the handlers: the app finishes what it has acknowledged before it ends.
  const exitCode = await second.stop();
  console.log(
    `After the last answer the app is asked to stop (SIGTERM). It ends ${exitCode === null ? 'by a signal' : `with exit code ${exitCode}`}.`,
  );

  const journal = await readJournal(env.JOURNAL);
  return {
    arrivals,
    sent: chat.sent,
    acknowledged: chat.acknowledged.size,
    balance: balanceOf(
      arrivals,
      { untilCrash: untilCrash.acknowledged, inTheEnd: chat.acknowledged },
      { untilCrash: untilCrash.journal, afterCrash: journal.slice(untilCrash.journal.length) },
    ),
    journal,
    logged: [...first.logged, ...second.logged],
    notes,
    faults: [
      ...faults,
      ...(failed.length === 0 ? [] : [`${failed.length} alarms got no OK though the app was there`]),
      ...(exitCode === 0 ? [] : ['the app should have ended with exit code 0']),
    ],
  };
}

/** @returns the alarms that were not acknowledged */
async function sendUntilCrash(
  chat: PretendChat,
  app: AppProcess,
  arrivals: readonly Alarm[],
): Promise<Alarm[]> {
  const early = await chat.send(app.url, arrivals.slice(0, UNTIL_CRASH - WHILE_AWAY));
  // An event whose handler was at work at the crash comes twice, and this one is to be told once.
  await app.hasLogged(/^80 %/);
  const rush = function* (): Iterable<Alarm> {
    yield* arrivals.slice(UNTIL_CRASH - WHILE_AWAY, UNTIL_CRASH);
    void app.kill();
    yield* arrivals.slice(UNTIL_CRASH, UNTIL_CRASH + WHILE_AWAY);
  };
  const unanswered = [...early, ...(await chat.send(app.url, rush()))];
  await app.kill();
  const time = clock(arrivals[UNTIL_CRASH]?.at ?? 0);
  console.log(
    `At ${time} of that day, in the middle of the rush, it is killed (SIGKILL): ${unanswered.length} alarms get no answer.`,
  );
  return unanswered;
}
