/** The id that StackOne's documents give to the example of every kind of record. */
export const exampleId = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
export const exampleTime = "2021-01-01T01:01:01.000Z";

/** The provider's ids of both deals and both accounts of the reference page's contact. */
export const exampleRemoteIds = [
  "e3cb75bf-aa84-466e-a6c1-b8322b257a48",
  "e3cb75bf-aa84-466e-a6c1-b8322b257a49",
] as const;

/** A new object each time, because a record belongs to one tenant. */
export function exampleUnifiedFields(): Record<string, string> {
  return { my_project_custom_field_1: "REF-1236", my_project_custom_field_2: "some other value" };
}

/** StackOne's ids begin with c28xIQ (docs.stackone.com/lms/common-guide/synthetic-identifiers, read 2026-11). */
export function syntheticId(kind: string, number: number): string {
  return `c28xIQ${Buffer.from(`${kind}:${number}`).toString("base64url")}`;
}

/** The n-th day after the example's. Remembered: each tenant has records of its own. */
export function day(number: number): string {
  days[number] ??= new Date(Date.parse(exampleTime) + number * 86_400_000).toISOString();
  return days[number];
}

const days: Record<number, string> = {};

/** Makes a record for every number from 2, as the example is number 1: every run has the same. */
export function afterTheExample<R>(last: number, make: (number: number) => R): R[] {
  return Array.from({ length: last - 1 }, (_, index) => make(index + 2));
}

/** The value at the number's turn, round and round. */
export function inTurn<T>(values: readonly [T, ...T[]], number: number): T {
  return values[number % values.length] ?? values[0];
}
