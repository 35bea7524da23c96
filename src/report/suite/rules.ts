import { rulesOfExchange, rulesOfSequence } from "../../contract/rules.ts";

/** What each rule says that is no keyword of JSON Schema, for reports that describe them. */
const descriptions: Readonly<Record<string, string>> = {
  ...rulesOfExchange,
  ...rulesOfSequence,
  hang: "A call of the adapter ends in bounded time.",
  crash: "The adapter's process lives through every call.",
  protocol: "The driver answers each call with one line.",
  "no-request": "What the adapter is asked to do reaches the vendor.",
  "unexpected-error": "The adapter reports success where the vendor did what it was asked.",
  "refusal-as-success": "The adapter reports an error where the vendor refused.",
  "refusal-hidden": "The adapter's error says the vendor's status or message.",
  "failure-as-success": "The adapter reports an error where no usable answer came.",
  output: "What the adapter answers keeps to its own output schema.",
  "output-differs": "The adapter answers what the vendor said.",
  "input-lost": "Every member of the adapter's input reaches the vendor.",
  "input-altered": "Every member of the adapter's input reaches the vendor as it is.",
  "input-added": "What the adapter's input leaves out stays as the vendor has it.",
  "shared-state": "One call of the adapter shows neither in its input nor in another call.",
  retries: "The adapter gives up in the end, and sends nothing again where it is not meant to.",
  "repeated-write": "The adapter sends a write again only where it was not done, or nobody knows.",
  "altered-repeat": "What the adapter sends again is the request that came to nothing.",
  "incomplete-list": "The adapter reads a list to its last page.",
};

export function describeRule(rule: string): string {
  return descriptions[rule] ?? `JSON Schema's keyword "${rule}" holds.`;
}
