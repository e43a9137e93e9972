import { beforeCreation, creationOf, type Creation } from './group-events.js';
import { CONNECTIONS, type PretendChat } from './pretend-chat.js';

/** Who wants to create 2,000 groups within ten minutes, and how many ordinary groups are created meanwhile. */
export const BOT = 'bot_7';
const BOT_GROUPS = 2000;
const ORDINARY_EVERY = 20;
const LASTS_MS = 10 * 60_000;

/** It ends so long before the first alarm. */
const BEFORE_ALARMS_MS = 10 * 60_000;

/** What came of the attack. */
export interface BotReport {
  /** Groups that the bot has created, and those that it was refused. */
  created: number;
  refused: number;
  /** Groups of others that were refused. */
  othersRefused: number;
}

/** Lets the bot create groups in the last minutes before the first alarm, among those of ordinary users. */
export async function attackByBot(chat: PretendChat, url: string, firstAlarmAt: number): Promise<BotReport> {
  const begins = firstAlarmAt - BEFORE_ALARMS_MS - LASTS_MS;
  const report: BotReport = { created: 0, refused: 0, othersRefused: 0 };
  const creations = Array.from({ length: BOT_GROUPS }, (_, nth): Creation => {
    const operator = nth % ORDINARY_EVERY === 0 ? `user_${nth}` : BOT;
    return { operator, group: `@TGS#MORNING${nth}`, at: Math.floor(begins + (nth / BOT_GROUPS) * LASTS_MS) };
  });
  const left = creations.values();
  const connection = async (): Promise<void> => {
    for (const creation of left) {
      await chat.turnClockTo(creation.at);
      const isRefused = (await chat.post(url, beforeCreation(creation))).json.ErrorCode !== 0;
      const isBot = creation.operator === BOT;
      if (isRefused) report[isBot ? 'refused' : 'othersRefused'] += 1;
      else {
        await chat.post(url, creationOf(creation));
        if (isBot) report.created += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return report;
}
