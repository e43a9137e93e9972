import type { PlayedDay } from './play-day.js';
import type { Screen } from './screen.js';

/** Says where the console of the app is, what to look at there, and how it ends. */
export function inviteToConsole({ console: { url, password } }: PlayedDay, screen: Screen): void {
  screen.line();
  screen.line(screen.paint('bold', 'It is evening, and the app goes on. Its console:'));
  screen.line(`  ${screen.paint('cyan', url)}`);
  screen.line(`  any user name, password ${screen.paint('cyan', password)}`);
  screen.line('Callbacks come every few seconds. Now and then one becomes a dead letter: replay it.');
  screen.line('Ctrl-C ends the day.');
  screen.line();
}
