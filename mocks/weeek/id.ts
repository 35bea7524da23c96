/** An id as the state has it: uuids are written in lower case, and are the same in any (assumed). */
export function idOf(value: unknown): string {
  return String(value).toLowerCase();
}
