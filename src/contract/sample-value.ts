/** What a schema says of one value, whichever words it uses. */
type Said = Readonly<Record<string, unknown>>;

/** A number within a schema's limits: the least, or 1. */
export function sampleNumber({ minimum, maximum, exclusiveMinimum, multipleOf }: Said): number {
  const least = typeof minimum === "number" ? minimum : typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : 1;
  const most = typeof maximum === "number" ? Math.min(maximum, least) : least;
  return typeof multipleOf === "number" ? Math.ceil(most / multipleOf) * multipleOf : most;
}

/** An example of each format. */
export const formatted: Readonly<Record<string, string>> = {
  "date-time": "2026-02-03T04:05:06Z",
  date: "2026-02-03",
  time: "04:05:06Z",
  email: "ada@example.com",
  uuid: "3f6c1f0e-7f5f-4f4e-9b50-6f2f1c0a7d11",
  uri: "https://example.com/ada",
  url: "https://example.com/ada",
  hostname: "example.com",
  ipv4: "192.0.2.1",
};

/** A text of a schema's format, else a free one, as long as the schema wants it. */
export function sampleText({ format, minLength, maxLength }: Said, free: string): string {
  const text = formatted[String(format)] ?? free;
  const least = typeof minLength === "number" ? minLength : 0;
  const most = typeof maxLength === "number" ? maxLength : Number.POSITIVE_INFINITY;
  return text.padEnd(least, "n").slice(0, most);
}
