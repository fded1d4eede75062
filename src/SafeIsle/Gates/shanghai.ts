// Dates and hours of gates are those of Shanghai, which has no summer time, wherever the phone thinks it is. Instants are epoch milliseconds.

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

const AHEAD = 8 * 60 * MINUTE; // of UTC

/** Milliseconds of Shanghai's wall clock since its own 1970: what stands on that clock, read as if it were UTC. */
export const wall = (at: number): number => at + AHEAD;

/** Days since 1970. */
export const dayOf = (at: number): number => Math.floor(wall(at) / DAY);
