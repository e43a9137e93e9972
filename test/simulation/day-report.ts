import { BOT } from './bot-attack.js';
import { dayChart } from './day-chart.js';
import { levelMessages } from './log-check.js';
import type { ClosedDay } from './play-day.js';
import type { Screen } from './screen.js';

/** Where the handler is that wrote the messages, from the root. */
const WRITER = 'example/src/alarm.service.ts';

const format = new Intl.NumberFormat('en-US');

/** Tells what came of a day. */
export function reportDay(day: ClosedDay, screen: Screen): void {
  const { arrivals, sent, acknowledged, balance, journal, logged, bot } = day;
  const alarms = new Set(arrivals).size;
  const messages = levelMessages(logged);
  const heading = (text: string, note = '') => {
    screen.line();
    screen.line(screen.paint('bold', text) + note);
  };
  const row = (count: number, what: string, isGood = true) => {
    const line = `${format.format(count).padStart(7)}  ${what}`;
    screen.line(isGood ? line : screen.paint('red', line));
  };

  heading('What came of the alarms:');
  row(alarms, 'alarms were there to tell');
  row(sent, `times one was sent, duplicates (${arrivals.length - alarms}) and the second tries included`);
  row(acknowledged, 'alarms were acknowledged');
  row(balance.handled, 'alarms were handled');
  row(balance.saved, 'of these waited in the inbox when the app was killed, and were handled after it');
  row(balance.handledAgain, 'of these had been handled just before, and came again with the same event.id');
  row(balance.lost, 'acknowledged alarms were lost', balance.lost === 0);
  row(bot.refused, `groups of ${BOT} were refused after its ${bot.created}, before Chat's first alarm`);

  heading(
    `What people were told, ${messages.length} messages`,
    `, by the handler in ${screen.paint('cyan', WRITER)}:`,
  );
  for (const message of messages) {
    screen.line(`  ${screen.paint(message.startsWith('100 %') ? 'red' : 'yellow', message)}`);
  }

  heading('The day, as it was handled:');
  screen.line(dayChart(journal, screen.hasColours));
}
