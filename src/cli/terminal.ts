import { styleText } from 'node:util';
import { hideSecrets } from './secrets.js';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** A piece of a line in a style. */
export interface Painted {
  readonly style: Style;
  readonly text: string;
}

export function paint(style: Style, text: string): Painted {
  return { style, text };
}

/**
 * The standard output: lines for people, or JSON for programs. All output goes through this class, which takes out secrets and escapes
 * characters that could control a terminal.
 */
export class Terminal {
  private readonly colours = process.stdout.isTTY && !process.env.NO_COLOR;

  /** @param hide takes secrets out of whatever is printed */
  constructor(
    readonly json: boolean,
    private readonly hide = hideSecrets(),
  ) {}

  /** Prints a line for people. */
  line(...pieces: (string | Painted)[]): void {
    if (!this.json) console.log(pieces.map((piece) => this.rendered(piece)).join(''));
  }

  /** Prints a value for programs, on one line. */
  value(value: object): void {
    if (this.json) console.log(escapeControls(JSON.stringify(this.hidden(value))));
  }

  private rendered(piece: string | Painted): string {
    if (typeof piece === 'string') return escapeControls(this.hide(piece));
    const text = escapeControls(this.hide(piece.text));
    return this.colours ? styleText(piece.style, text) : text;
  }

  /** Hides before the JSON is written, so that a hidden text cannot break it. */
  private hidden(value: unknown): unknown {
    if (typeof value === 'string') return this.hide(value);
    if (Array.isArray(value)) return value.map((item) => this.hidden(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [this.hide(name), this.hidden(member)]),
    );
  }
}

/**
 * Escapes, as JSON does, characters that move the cursor, change colours, reverse the direction of text, or cannot be seen. In a JSON text
 * the value stays the same.
 */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_none, index) => escapeUnit(character.charCodeAt(index))).join(
      '',
    ),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
