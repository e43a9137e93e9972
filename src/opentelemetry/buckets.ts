/** Upper bounds of histograms, in seconds. Chat gives up after 2 s, so that the second before it has several steps. */
export const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 5];

/** As the messaging conventions advise. */
export const PROCESS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Until a callback is done: with the retries of the defaults eight minutes and more. */
export const DELIVERY_SECONDS = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 1800, 3600];

/** Shares of the time for a verdict. */
export const BUDGET_SHARES = [0.05, 0.1, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
