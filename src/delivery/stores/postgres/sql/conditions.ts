/** The time of the server, in ms since the epoch. */
export const NOW = 'floor(extract(epoch from clock_timestamp()) * 1000)::bigint';

/** A row whose callback is pending: it waits, or is claimed. */
export const PENDING = 'known_until is null and died_at is null';
