import type { Style, Terminal } from '../terminal.js';
import type { Result } from './examine.js';
import type { Outcome } from './finding.js';

const STYLES: Record<Outcome, Style> = { passed: 'green', warned: 'yellow', failed: 'red', skipped: 'dim' };

export type Counts = Record<Outcome, number>;

/** Prints results as they come: one line for what is right, the whole story for what is not. */
export class Report {
  private theme: string | undefined;

  constructor(
    private readonly terminal: Terminal,
    private readonly verbose: boolean,
  ) {}

  print(result: Result): void {
    const { terminal } = this;
    if (result.theme !== this.theme) {
      terminal.line();
      terminal.line(terminal.paint('bold', result.theme));
      this.theme = result.theme;
    }
    const { outcome, name, title, sent, request, received, why, advice } = result;
    const wrong = outcome === 'failed' || outcome === 'warned';
    const note = outcome === 'skipped' ? terminal.paint('dim', ` (${received})`) : '';
    terminal.line(
      `  ${terminal.paint(STYLES[outcome], outcome.padEnd(7))}  ${name.padEnd(22)}  ${title}${note}`,
    );
    if (!wrong && !this.verbose) return;
    const story = [
      ['sent', sent],
      ['request', request],
      ['received', received],
      ['why', why],
      ['do', advice],
    ] as const;
    for (const [label, text] of story) {
      if (text !== undefined) terminal.line(`           ${terminal.paint('dim', label.padEnd(8))}  ${text}`);
    }
  }

  end(counts: Counts): void {
    this.terminal.line();
    const { passed, warned, failed, skipped } = counts;
    const words = `${passed} passed, ${warned} warned, ${failed} failed, ${skipped} skipped`;
    const worst = warned > 0 ? 'yellow' : 'green';
    this.terminal.line(this.terminal.paint(failed > 0 ? 'red' : worst, words));
  }
}
