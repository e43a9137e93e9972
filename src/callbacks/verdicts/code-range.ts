/** The custom codes that a command passes on to the client, from the first to the last. */
export type CodeRange = readonly [least: number, most: number];

/**
 * A code that a command honours: the standard one or one in the range. For any other literal it is the message that the compiler shows.
 * Computed numbers are checked when the verdict is built. Compares numbers as texts, because the compiler accepts any number as a member of
 * an enum.
 */
export type CodeIn<
  Range extends CodeRange,
  Standard extends number,
  Code extends number,
> = `${number}` extends `${Code | Range[number]}`
  ? Code
  : Code extends Standard
    ? Code
    : `${Code}` extends `${bigint}`
      ? [Compared<`${Range[0]}`, `${Code}`>, Compared<`${Code}`, `${Range[1]}`>] extends [NotMore, NotMore]
        ? Code
        : OutOfRange<Range, Standard>
      : OutOfRange<Range, Standard>;

type OutOfRange<
  Range extends CodeRange,
  Standard extends number,
> = `give ${Standard} or a whole number from ${Range[0]} to ${Range[1]}`;

type NotMore = 'less' | 'equal';

/** Compares numbers by their digits. */
type Compared<
  One extends string,
  Other extends string,
  Before = 'equal',
> = One extends `${infer A}${infer Ones}`
  ? Other extends `${infer B}${infer Others}`
    ? Compared<Ones, Others, Before extends 'equal' ? ComparedDigits<A, B> : Before>
    : 'more'
  : Other extends ''
    ? Before
    : 'less';

type ComparedDigits<One extends string, Other extends string> = One extends Other
  ? 'equal'
  : '0123456789' extends `${string}${One}${string}${Other}${string}`
    ? 'less'
    : 'more';
