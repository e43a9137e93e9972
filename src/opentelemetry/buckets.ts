/** Upper bounds of histograms, in seconds. The second before 2 s has several steps, because Chat gives up after 2 s. */
export const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 5];

/** Bounds for handlers, as the messaging conventions recommend. */
export const PROCESS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Bounds for the time until a callback is done, which with the default retries may be over eight minutes. */
export const DELIVERY_SECONDS = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 1800, 3600];

/** Bounds for the used share of a verdict's time. */
export const BUDGET_SHARES = [0.05, 0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
