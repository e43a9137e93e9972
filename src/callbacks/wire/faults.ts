/** Maximum number of faults that are named. */
const MAX_NAMED = 10;
/** Number of faults after which lists are read no further. */
const ENOUGH = 100;
/** Maximum length of the text that names them, in characters. */
const MAX_LENGTH = 1000;

/** The faults of one body: the first ten in words, and how many more there are. */
export class Faults {
  private readonly named: string[] = [];
  private count = 0;

  /**
   * @param member name of the member
   * @param fault what it must be, such as `must be a string`
   */
  add(member: string, fault: string): void {
    this.count += 1;
    if (this.count <= MAX_NAMED) this.named.push(`${member} ${fault}`);
  }

  get total(): number {
    return this.count;
  }

  /** Whether to stop looking for more. */
  get areEnough(): boolean {
    return this.count >= ENOUGH;
  }

  toString(): string {
    const named = this.named.join('; ').slice(0, MAX_LENGTH);
    const more = this.count - MAX_NAMED;
    if (more <= 0) return named;
    return `${named}; and ${this.areEnough ? 'many' : more} more`;
  }
}
