/** How many inputs anybody could have generated for an operation. */
export const mostRuns = 100_000;
