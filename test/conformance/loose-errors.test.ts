import { expect, it } from "vitest";
import { keepLooseErrors } from "../../src/conformance/loose-errors.ts";

const events = ["unhandledRejection", "uncaughtException"] as const;
const listeners = () => events.map((event) => process.rawListeners(event));

it("keeps the first error that nobody catches, of either kind, and nobody else hears of it", () => {
  for (const event of events) {
    const heard: unknown[] = [];
    const listen = (thrown: unknown): void => void heard.push(thrown);
    process.on(event as "uncaughtException", listen);
    const loose = keepLooseErrors();
    expect(loose.first).toBeUndefined();
    process.emit(event as "uncaughtException", new Error("the first"));
    process.emit(event as "uncaughtException", new Error("the second"));
    loose.close();
    expect([loose.first, heard]).toEqual([{ thrown: new Error("the first") }, []]);
    process.emit(event as "uncaughtException", new Error("afterwards"));
    process.removeListener(event, listen);
    expect([loose.first, heard]).toEqual([{ thrown: new Error("the first") }, [new Error("afterwards")]]);
  }
});

it("keeps for each the first while that one is open, and then has the others listen again", () => {
  const before = listeners();
  const first = keepLooseErrors();
  process.emit("uncaughtException", new Error("1"));
  const second = keepLooseErrors();
  process.emit("uncaughtException", new Error("2"));
  const during = listeners();
  first.close();
  expect(listeners()).toEqual(during);
  const third = keepLooseErrors();
  process.emit("uncaughtException", new Error("3"));
  expect(listeners().map(({ length }) => length)).toEqual([1, 1]);
  second.close();
  third.close();
  third.close();
  expect([first.first, second.first, third.first].map((kept) => String(kept?.thrown))).toEqual([
    ...["Error: 1", "Error: 2", "Error: 3"],
  ]);
  expect(listeners()).toEqual(before);
});
