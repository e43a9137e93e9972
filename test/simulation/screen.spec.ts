import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Screen } from './screen.js';

/** What a terminal shows, or a file holds, after a bit of the demo. */
function shown(isTTY: boolean): string {
  let text = '';
  const screen = new Screen({ isTTY, write: (more) => (text += more) });
  screen.line(screen.paint('red', 'killed'));
  screen.progress(0.5, '10:37');
  screen.progress(0.5, '10:37');
  screen.line('started again');
  screen.endProgress();
  screen.line('the end');
  return text;
}

const BAR = `  ${'█'.repeat(20)}${'░'.repeat(20)}  10:37`;

beforeEach(() => void vi.stubEnv('NO_COLOR', undefined));
afterEach(() => void vi.unstubAllEnvs());

it('is plain where it is no terminal', () => {
  expect(shown(false)).toBe('killed\nstarted again\nthe end\n');
});

it('has a bar below the lines, and colours, on a terminal', () => {
  const text = shown(true);
  expect(text).toContain('\u001B[31mkilled\u001B[39m\n');
  expect(text).toContain(
    `  \u001B[36m${'█'.repeat(20)}\u001B[39m\u001B[2m${'░'.repeat(20)}\u001B[22m  10:37`,
  );
});

it('has no colours with NO_COLOR, and keeps the bar below the lines', () => {
  vi.stubEnv('NO_COLOR', '1');
  expect(shown(true)).toBe(`killed\n\r\u001B[2K${BAR}\r\u001B[2Kstarted again\n${BAR}\r\u001B[2Kthe end\n`);
});
