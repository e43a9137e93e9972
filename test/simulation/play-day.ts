import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJournal, type JournalEntry } from './alarm-journal.js';
import { startApp, type AppProcess } from './app-process.js';
import { attackByBot, BOT, type BotReport } from './bot-attack.js';
import { balanceOf, type DayBalance } from './day-balance.js';
import { dayOfAlarms, type Alarm } from './day-of-alarms.js';
import { sendOddities } from './oddities.js';
import { CONNECTIONS, PretendChat, type ChatApp } from './pretend-chat.js';
import type { Screen } from './screen.js';
import { timeOfDay } from './time-of-day.js';

const CHAT_APP: ChatApp = { sdkAppId: 1400000000, token: 'token-of-the-demo' };

const OBSERVED_APP = fileURLToPath(new URL('observed-app.js', import.meta.url));

/** How many alarms are sent until the app is killed, which is far from the next level; and how many then find nobody. */
const UNTIL_CRASH = 1_500;
const WHILE_AWAY = 150;

/** A day whose alarms were all sent; the app is still there. */
export interface PlayedDay {
  app: AppProcess;
  /** Where the app's console is, and what lets in there. */
  console: { url: string; password: string };
  /** The file in which the app notes what it has handled. */
  journal: string;
  /** The alarms in the order of their arrival, with duplicates. */
  arrivals: readonly Alarm[];
  chat: PretendChat;
  untilCrash: {
    acknowledged: ReadonlySet<Alarm>;
    journal: readonly JournalEntry[];
    /** What the app's services logged. */
    logged: readonly string[];
  };
  /** What came of the bot. */
  bot: BotReport;
  /** What they should have logged beside the levels. */
  notes: readonly string[];
  /** What is not as it should be, as far as it was seen on the way. */
  faults: readonly string[];
}

/** What there is to tell of a day when it is over. */
export interface ClosedDay {
  arrivals: readonly Alarm[];
  /** How often an alarm was sent. */
  sent: number;
  acknowledged: number;
  balance: DayBalance;
  /** What was handled, in that order. */
  journal: readonly JournalEntry[];
  /** What the app's services logged. */
  logged: readonly string[];
  bot: BotReport;
  /** What they should have logged beside the levels. */
  notes: readonly string[];
  /** What is not as it should be, beside the balance. */
  faults: readonly string[];
}

/**
 * Plays a day of alarms against the example app, which is killed in the middle of it, and tells what happens.
 *
 * @param directory for the app's inbox and journal
 * @param ending kills the app, and so cuts the day short
 */
export async function playDay(directory: string, ending: AbortSignal, screen: Screen): Promise<PlayedDay> {
  const password = randomBytes(12).toString('base64url');
  const env = {
    TENCENT_CHAT_SDK_APP_ID: String(CHAT_APP.sdkAppId),
    TENCENT_CHAT_TOKEN: CHAT_APP.token,
    CONSOLE_PASSWORD: password,
    INBOX: join(directory, 'inbox'),
    JOURNAL: join(directory, 'journal'),
    // node:test, whose clock it has, is experimental in Node 20.
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
  };
  const arrivals = dayOfAlarms();
  const alarms = new Set(arrivals).size;
  const chat = new PretendChat(CHAT_APP);
  const showProgress = (now: number): void =>
    screen.progress(chat.acknowledged.size / alarms, timeOfDay(now));

  const first = await startApp(OBSERVED_APP, ending, { env });
  screen.line(`The app listens at ${first.url}, with an empty inbox. It gets:`);
  const { answers, notes, faults } = await sendOddities(chat, first.url);
  for (const answer of answers) screen.line(`  ${answer}`);
  screen.line(
    `  the alarms of a morning, over ${CONNECTIONS} connections, in some disorder, some of them twice`,
  );
  const bot = await attackByBot(chat, first.url, arrivals[0]?.at ?? 0);
  screen.line(
    `  before the first alarm, ${BOT} wants 2,000 groups in ten minutes: it gets ${bot.created}, and ${bot.refused} are refused`,
  );
  const unanswered = await sendUntilCrash(chat, first, arrivals, showProgress);
  const untilCrash = {
    acknowledged: new Set(chat.acknowledged),
    journal: await readJournal(env.JOURNAL),
    logged: first.logged(),
  };
  const time = timeOfDay(arrivals[UNTIL_CRASH]?.at ?? 0);
  screen.line(
    `At ${time} of that day, in the middle of the rush, it is ${screen.paint('red', 'killed (SIGKILL)')}: ${unanswered.length} alarms get no answer.`,
  );

  const second = await startApp(OBSERVED_APP, ending, { env });
  screen.line(
    `It is started again, on the same inbox. Now Chat sends the ${unanswered.length} again: by default it never does, so take\nthis for the best case, with the repeating switched on in its console. Then the day goes on.`,
  );
  const failed = [
    ...(await chat.send(second.url, unanswered, showProgress)),
    ...(await chat.send(second.url, arrivals.slice(UNTIL_CRASH + WHILE_AWAY), showProgress)),
  ];
  screen.endProgress();
  return {
    app: second,
    console: { url: second.url.replace(/webhook$/, 'console'), password },
    journal: env.JOURNAL,
    arrivals,
    chat,
    untilCrash,
    notes,
    bot,
    faults: [
      ...faults,
      ...faultsOfBot(bot),
      ...(failed.length === 0 ? [] : [`${failed.length} alarms got no OK though the app was there`]),
    ],
  };
}

/** Stops the app, which first handles what it has acknowledged, and draws up the balance of the day. */
export async function closeDay(day: PlayedDay, screen: Screen): Promise<ClosedDay> {
  const { app, arrivals, chat, untilCrash, notes, bot } = day;
  const exitCode = await app.stop();
  screen.line(
    `After the last answer the app is asked to stop (SIGTERM). It ends ${exitCode === null ? 'by a signal' : `with exit code ${exitCode}`}.`,
  );
  const journal = await readJournal(day.journal);
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
    logged: [...untilCrash.logged, ...app.logged()],
    notes,
    bot,
    faults: [...day.faults, ...(exitCode === 0 ? [] : ['the app should have ended with exit code 0'])],
  };
}

/** @returns the alarms that were not acknowledged */
async function sendUntilCrash(
  chat: PretendChat,
  app: AppProcess,
  arrivals: readonly Alarm[],
  onSent: (now: number) => void,
): Promise<Alarm[]> {
  const early = await chat.send(app.url, arrivals.slice(0, UNTIL_CRASH - WHILE_AWAY), onSent);
  // An event whose handler was at work at the crash comes twice, and this one is to be told once.
  await app.hasLogged(/^80 %/);
  const rush = function* (): Iterable<Alarm> {
    yield* arrivals.slice(UNTIL_CRASH - WHILE_AWAY, UNTIL_CRASH);
    void app.kill();
    yield* arrivals.slice(UNTIL_CRASH, UNTIL_CRASH + WHILE_AWAY);
  };
  const unanswered = [...early, ...(await chat.send(app.url, rush(), onSent))];
  await app.kill();
  return unanswered;
}

/** The example lets a user create 200 groups a day. Creations that are on their way when the 200th is counted pass as well. */
function faultsOfBot({ created, refused, othersRefused }: BotReport): string[] {
  return [
    ...(created >= 200 && created < 250 && refused > 1500 ? [] : [`the bot got ${created} groups, not 200`]),
    ...(othersRefused === 0 ? [] : [`${othersRefused} groups of others were refused because of the bot`]),
  ];
}
