import { paint, type Style, type Terminal } from '../terminal.js';
import type { Result } from './examine.js';
import type { Outcome } from './finding.js';

const STYLES: Record<Outcome, Style> = { passed: 'green', warned: 'yellow', failed: 'red', skipped: 'dim' };

/** Prints results as they come: one line for what passed, all details for what did not. */
export class Report {
  private theme: string | undefined;
  private readonly counts: Record<Outcome, number> = { passed: 0, warned: 0, failed: 0, skipped: 0 };

  constructor(
    private readonly terminal: Terminal,
    private readonly verbose: boolean,
  ) {}

  print(result: Result): void {
    const { terminal } = this;
    const { theme, outcome, name, title, sent, request, received, why, advice } = result;
    this.counts[outcome] += 1;
    if (theme !== this.theme) {
      terminal.line();
      terminal.line(paint('bold', theme));
      this.theme = theme;
    }
    const note = outcome === 'skipped' ? ` (${received})` : '';
    const label = paint(STYLES[outcome], outcome.padEnd(7));
    terminal.line('  ', label, `  ${name.padEnd(22)}  ${title}`, paint('dim', note));
    // Only probes that failed or warned have advice.
    if (advice === undefined && !this.verbose) return;
    for (const [detail, text] of Object.entries({ sent, request, received, why, do: advice })) {
      if (text !== undefined) terminal.line('           ', paint('dim', detail.padEnd(8)), `  ${text}`);
    }
  }

  /** Prints the last line, and returns the number of each outcome. */
  end(): Record<Outcome, number> {
    const { passed, warned, failed, skipped } = this.counts;
    const worst = failed > 0 ? 'failed' : warned > 0 ? 'warned' : 'passed';
    this.terminal.line();
    this.terminal.line(
      paint(STYLES[worst], `${passed} passed, ${warned} warned, ${failed} failed, ${skipped} skipped`),
    );
    return this.counts;
  }
}
