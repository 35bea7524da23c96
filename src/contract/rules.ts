import { type BreakableKeyword, breakableKeywords } from "./keywords.ts";

/** What each rule about one exchange says that is no keyword of JSON Schema. */
export const rulesOfExchange = {
  operation: "A request is one of the contract's operations.",
  method: "A path is used with a method that the contract has for it.",
  authentication: "A request carries its credential in the documented form.",
  "content-type": "A body has a documented media type.",
  accept: "A request accepts what the operation answers.",
  "malformed-body": "A body can be read as its media type says.",
  "undocumented-property": "A body has documented properties only.",
  "undocumented-parameter": "A request has documented parameters only.",
  "read-only": "A request leaves out what only the vendor sets.",
  "write-only": "A response leaves out what is only ever sent.",
  deprecated: "What the vendor is about to take away is not used.",
  status: "A response has a documented status.",
  "response-header": "A response has its documented headers.",
  repeated: "What has one value is sent once.",
  "malformed-parameter": "A parameter can be read in its documented style.",
  "false schema": "Nothing stands where the contract allows nothing.",
  schema: "A value satisfies its schema.",
} as const;

/** What each rule about several exchanges says: those of the part `sequence`. */
export const rulesOfSequence = {
  "retry-after": "Nothing is repeated before Retry-After is over.",
  "retry-unsafe": "A write that may have been kept is not repeated.",
  "key-reuse": "An idempotency key stands for one write.",
  "retry-refused": "What repeating cannot cure is not repeated.",
  hammering: "What fails is repeated a few times at the most, with pauses.",
  pagination: "The pages of a list are read with one size and one filter.",
  "credential-leak": "The credential is shown to the vendor alone.",
} as const;

/** What a violation of one exchange can break. */
export type RuleName = keyof typeof rulesOfExchange | BreakableKeyword;

export type SequenceRuleName = keyof typeof rulesOfSequence;

/** Every rule that one exchange can break. */
export const ruleNames = [...Object.keys(rulesOfExchange), ...breakableKeywords] as readonly RuleName[];
