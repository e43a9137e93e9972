import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** The standard output: lines for people, or JSON for programs. Nothing is written past `hide`. */
export class Terminal {
  private readonly colours = process.stdout.isTTY && !process.env.NO_COLOR;

  constructor(
    readonly json: boolean,
    private readonly hide: (text: string) => string,
  ) {}

  /** A line for people; nothing when the output is for programs. */
  line(text = ''): void {
    if (!this.json) console.log(this.hide(text));
  }

  /** A value for programs, on one line; nothing when the output is for people. */
  value(value: object): void {
    if (this.json) console.log(JSON.stringify(this.hidden(value)));
  }

  /** Colour on a terminal, and nowhere else. */
  paint(style: Style, text: string): string {
    return this.colours ? styleText(style, text) : text;
  }

  /** A hidden text never breaks the JSON around it, because it is hidden before it is written. */
  private hidden(value: unknown): unknown {
    if (typeof value === 'string') return this.hide(value);
    if (Array.isArray(value)) return value.map((item) => this.hidden(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [this.hide(name), this.hidden(member)]),
    );
  }
}
