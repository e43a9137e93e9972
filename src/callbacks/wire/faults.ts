/** Maximum number of faults that are named. */
const MAX_NAMED = 10;
/** Number of faults after which lists are read no further. */
const ENOUGH = 100;
/** Maximum length of the text that names them, in characters. */
const MAX_LENGTH = 1000;

/** The faults of one body: the first ten in words, and how many more there are. */
export class Faults {
  total = 0;
  private readonly named: string[] = [];

  /**
   * @param member name of the member
   * @param fault what it must be, such as `must be a string`
   */
  add(member: string, fault: string): void {
    this.total += 1;
    if (this.total <= MAX_NAMED) this.named.push(`${member} ${fault}`);
  }

  /** Whether to stop looking for more. */
  get areEnough(): boolean {
    return this.total >= ENOUGH;
  }

  toString(): string {
    const named = this.named.join('; ').slice(0, MAX_LENGTH);
    const more = this.total - MAX_NAMED;
    if (more <= 0) return named;
    return `${named}; and ${this.areEnough ? 'many' : more} more`;
  }
}
