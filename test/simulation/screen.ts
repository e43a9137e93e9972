import { styleText } from 'node:util';

export type Style = 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow';

/** What a screen needs of `process.stdout`. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 40;

/** Back to the first column, and away with what is there. */
const ERASE_LINE = '\r\u001B[2K';

/** Lines that stay and, on a terminal only, colours and a progress bar below them. */
export class Screen {
  readonly hasColours: boolean;
  private bar = '';

  constructor(private readonly output: Output = process.stdout) {
    this.hasColours = output.isTTY === true && !process.env.NO_COLOR;
  }

  line(text = ''): void {
    this.output.write(`${this.bar === '' ? '' : ERASE_LINE}${text}\n${this.bar}`);
  }

  paint(style: Style, text: string): string {
    return this.hasColours ? styleText(style, text, { validateStream: false }) : text;
  }

  /** @param share of the bar that is full, 0 to 1 */
  progress(share: number, note: string): void {
    if (this.output.isTTY !== true) return;
    const full = Math.round(share * BAR_WIDTH);
    const cells = this.paint('cyan', '█'.repeat(full)) + this.paint('dim', '░'.repeat(BAR_WIDTH - full));
    const bar = `  ${cells}  ${note}`;
    if (bar === this.bar) return;
    this.bar = bar;
    this.output.write(ERASE_LINE + bar);
  }

  endProgress(): void {
    if (this.bar === '') return;
    this.bar = '';
    this.output.write(ERASE_LINE);
  }
}
