import type { Operation } from "../../contract/contract.ts";
import { Refusal, refuseOthers, show } from "../refusal.ts";
import { toWireReply } from "../reply.ts";
import type { Fault } from "./fault.ts";

const example = '{"status": 200, "headers"?, "body"? or "text"?}';

/** Refuses the answer of a fault where it cannot be sent. `place` says where the fault stands, such as "faults[2]". */
export function holdReply(place: string, { kind, reply }: Fault, operation: Operation | undefined): void {
  const fail = (text: string) => new Refusal("fault", `${place}.reply ${text}`);
  if (kind !== "reply") {
    if (reply !== undefined) throw fail(`is for faults of the kind "reply", and this one is "${kind}".`);
    return;
  }
  if (reply === undefined) throw fail(`is missing. It is ${example}.`);
  if (typeof reply !== "object" || reply === null || Array.isArray(reply))
    throw fail(`is ${show(reply)}. It is ${example}.`);
  refuseOthers(reply, ["status", "headers", "body", "text"], (name, rest) => fail(`has no member "${name}".${rest}`));
  const { status, headers, body, text } = reply;
  if (text !== undefined && typeof text !== "string") throw fail(`has a text that is ${show(text)}. It is a string.`);
  if (text !== undefined && body !== undefined) throw fail("has both body and text. Give one of them.");
  if (headers !== undefined && (typeof headers !== "object" || headers === null || Array.isArray(headers)))
    throw fail(`has headers that are ${show(headers)}. They are an object of texts.`);
  if ((status === 204 || status === 304) && (body !== undefined || (text ?? "") !== ""))
    throw fail(`has a body, and none is sent with the status ${status}. Leave it out, or answer with another status.`);
  try {
    toWireReply(reply, operation ?? null);
  } catch (error) {
    throw fail(`cannot be sent. ${(error as Error).message}`);
  }
}
