const dateTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** The time that a text of RFC 3339 names, in milliseconds since 1970; undefined of what is none, or does not say at what place. */
export function momentOf(value: unknown): number | undefined {
  const moment = typeof value === "string" && dateTime.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
