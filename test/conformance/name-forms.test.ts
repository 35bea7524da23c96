import { expect, it } from "vitest";
import { hasForm, saysForm, saysKind } from "../../src/conformance/name-forms.ts";

it("tells names of which not any text will do from free ones", () => {
  const formed = ["noteId", "email", "phoneNumber", "created_at", "createdAt", "nextCursor", "country"];
  expect(formed.filter(saysForm)).toEqual(formed);
  expect(["title", "idea", "note", "atlas", "text", "an_attic"].filter(saysForm)).toEqual([]);
});

it("tells names whose values are of a few kinds", () => {
  const kinds = ["type", "addressKind", "label", "postClass", "status", "is_primary", "default", "role", "currency"];
  expect(kinds.filter(saysKind)).toEqual(kinds);
  expect(["title", "name", "street", "number"].filter(saysKind)).toEqual([]);
});

it.each<[string, unknown, boolean]>([
  ["email", "ada@example.com", true],
  ["email", "ada", false],
  ["Mail", 5, false],
  ["email_id", "7", true],
  ["email_identity", "7", false],
  ["date", "2026-01-31", true],
  ["date", "31.1.2026", false],
  ["date", "on 2026-01-31", false],
  ["birth_date", "tomorrow", false],
  ["startDate", "2026-1-3", false],
  ["dueTime", "2026-01-31T10:00:00Z", true],
  ["end_time", "noon", false],
  ["created_at", "2026-01-31", true],
  ["createdAt", "long ago", false],
  ["update", "long ago", true],
  ["sometimes", "often", true],
  ["chat", "words", true],
  ["flat", "3b", true],
  ["phone", "+49 30 1234567", false],
  ["homepage_url", "https://example.com", false],
  ["Domain", "example.com", false],
  ["timezone", "Europe/Berlin", false],
  ["name", "Ada", true],
])("takes %s for the name of a value as %j is: %j", (name, value, isOne) => {
  expect(hasForm(name, value)).toBe(isOne);
});
