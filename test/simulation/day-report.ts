import { dayChart } from './day-chart.js';
import { levelMessages } from './log-check.js';
import type { PlayedDay } from './play-day.js';

const format = new Intl.NumberFormat('en-US');
const row = (count: number, what: string): string => `${format.format(count).padStart(7)}  ${what}`;

/** What came of a day, for a terminal. */
export function dayReport({ arrivals, sent, acknowledged, balance, journal, logged }: PlayedDay): string {
  const alarms = new Set(arrivals).size;
  const messages = levelMessages(logged);
  return [
    'What came of the alarms:',
    row(alarms, 'alarms were there to tell'),
    row(sent, `times one was sent, duplicates (${arrivals.length - alarms}) and the second tries included`),
    row(acknowledged, 'alarms were acknowledged'),
    row(balance.handled, 'alarms were handled'),
    row(balance.saved, 'of these waited in the inbox when the app was killed, and were handled after it'),
    row(balance.handledAgain, 'of these had been handled just before, and came again with the same event.id'),
    row(balance.lost, 'acknowledged alarms were lost'),
    '',
    `What people were told, ${messages.length} messages:`,
    ...messages.map((message) => `  ${message}`),
    '',
    'The day, as it was handled:',
    dayChart(journal),
  ].join('\n');
}
