import { afterAll, expect, it, vi } from "vitest";
import { calls, type DrivenCall } from "../../src/conformance/driven-call.ts";
import { catchExits, ProcessEnd } from "../../src/conformance/exits.ts";

const { exit, abort } = process;
afterAll(() => void Object.assign(process, { exit, abort }));

it("ends the process as before where no call is driven, and is in its place once", () => {
  const own = { exit: vi.fn(), abort: vi.fn() };
  Object.assign(process, own);
  catchExits();
  const installed = [process.exit, process.abort];
  catchExits();
  expect([process.exit, process.abort]).toEqual(installed);
  process.exit(4);
  process.abort();
  expect([own.exit.mock.calls, own.abort.mock.calls]).toEqual([[[4]], [[]]]);
});

it.each<[string, () => unknown]>([
  ["process.exit()", () => process.exit()],
  ["process.exit(3)", () => process.exit(3)],
  ["process.abort()", () => process.abort()],
])("ends the driven call that comes to %s, and throws there", (how, end) => {
  const ends: Error[] = [];
  const call = { leave: (error: Error) => ends.push(error) } as Partial<DrivenCall> as DrivenCall;
  expect(() => calls.run(call, end)).toThrow(new ProcessEnd(how));
  expect(ends).toEqual([new ProcessEnd(how)]);
  const [error] = ends;
  expect([error instanceof ProcessEnd, error?.name, error?.message]).toEqual([
    ...[true, "ProcessEnd", `The adapter ends its process with ${how}.`],
  ]);
});
