/** What the platform's clock shows, whatever stands in its place, in milliseconds: fake timers of a test runner stand still. */
export const realNow = performance.now.bind(performance);
