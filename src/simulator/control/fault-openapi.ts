import { type FaultKind, faultKinds } from "../faults/fault.ts";
import { tenantName } from "../tenancy.ts";
import { body, json, list, parameter, refusals, tenant } from "./openapi-parts.ts";

/** What JavaScript counts exactly. */
const count = { type: "integer", maximum: Number.MAX_SAFE_INTEGER };

const duration = { $ref: "#/components/schemas/Duration" };

const durationSchema = {
  type: "string",
  description: "A number with its unit: ms, s, m, h, d.",
  pattern: "^\\d{1,9}(\\.\\d{1,3})?(ms|s|m|h|d)$",
};

const delaySchema = {
  description: "Always as long, evenly between two bounds, or log-normal about a median.",
  anyOf: [
    duration,
    {
      type: "object",
      required: ["min", "max"],
      properties: { min: duration, max: duration },
      additionalProperties: false,
    },
    {
      type: "object",
      required: ["median", "sigma"],
      properties: { median: duration, sigma: { type: "number", minimum: 0, maximum: 10 }, max: duration },
      additionalProperties: false,
    },
  ],
};

const replySchema = {
  type: "object",
  description: "For kind `reply`: the answer itself. Its headers are some that can be sent.",
  required: ["status"],
  properties: {
    status: { type: "integer", minimum: 200, maximum: 599 },
    headers: { type: "object", additionalProperties: { type: ["string", "array"], items: { type: "string" } } },
    body: { description: "A JSON value." },
    text: { type: "string", description: "In the place of `body`, as it is." },
  },
  not: { required: ["body", "text"] },
  if: { required: ["status"], properties: { status: { enum: [204, 304] } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { properties: { body: false, text: { const: "" } } },
  additionalProperties: false,
};

const members = {
  provider: { type: "string" },
  operation: { type: "string", description: "operationId; all operations when it is left out." },
  tenant: {
    type: "string",
    pattern: tenantName.source,
    description: "Whose requests it hits: the tenant that the address names, where it names one, else any.",
  },
  kind: { enum: faultKinds },
  status: { type: "integer", minimum: 200, maximum: 599, description: "For kind `status`." },
  force: { type: "boolean", description: "Takes a status that the contract does not document." },
  reply: replySchema,
  after: { ...count, minimum: 0, description: "How many exchanges pass first." },
  times: { ...count, minimum: 1, description: "How many exchanges it hits at the most." },
  probability: { type: "number", minimum: 0, maximum: 1, description: "Decided by the seed." },
  ttl: {
    ...duration,
    pattern: "[1-9]",
    description:
      "Above 0. How long it stays armed, on the tenant's clock: where that is put back to before the end, it is armed again.",
  },
  delay: {
    $ref: "#/components/schemas/Delay",
    description:
      "`delay`: how long the answer takes; `slow-drip`: over how long it comes; `stale-read`: how long after a write, on the tenant's clock, and as long as it is armed without it; else: how long before it happens.",
  },
};

/** What a kind needs, and what is for it alone. */
const rules = [
  only("status", { required: ["status"] }, ["status", "force"]),
  only("reply", { required: ["reply"] }, ["reply"]),
  where(["delay", "slow-drip"], { required: ["delay"] }),
  where(["stale-read"], { properties: { delay: duration } }),
];

/** Others have none of these members. */
function only(kind: FaultKind, needs: object, names: readonly string[]): object {
  return { ...where([kind], needs), else: { properties: Object.fromEntries(names.map((name) => [name, false])) } };
}

function where(kinds: readonly FaultKind[], needs: object): object {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  return { if: { required: ["kind"], properties: { kind: { enum: kinds } } }, then: needs };
}

const readOnly = "Passed over where a fault is put back, which arms it anew.";

const faultSchema = {
  type: "object",
  description:
    "`operation` is one of the provider's, and one that can have such a fault; `status` is one that the contract documents for it, unless `force` is true. Of two bounds the lower one comes first.",
  required: ["provider", "kind"],
  properties: {
    ...members,
    id: { readOnly: true, description: readOnly },
    hits: { readOnly: true, description: readOnly },
  },
  allOf: rules,
  additionalProperties: false,
};

const armedFaultSchema = {
  type: "object",
  required: ["provider", "kind", "tenant", "id", "hits"],
  properties: { ...members, id: { type: "string" }, hits: { type: "integer", minimum: 0 } },
  allOf: rules,
  additionalProperties: false,
};

export const faultPaths = {
  "/faults": {
    get: {
      operationId: "listFaults",
      summary: "The faults of a tenant in the order of arming, with how many exchanges each has hit",
      parameters: [tenant],
      responses: { "200": json("#/components/schemas/FaultList"), ...refusals },
    },
    put: {
      operationId: "armFaults",
      summary: "Arms faults in the place of those that the tenants had: all of them, or none if one cannot be",
      description:
        "With `tenant` in the address all are that tenant's, and one that names another is refused. Without it each is armed for the tenant that it names, `default` where it names none: the faults of each of these are replaced, and those of others stay. An empty list then ends those of `default`. A tenant has at most 1000. What GET answers as `items` can be put back.",
      parameters: [
        parameter("tenant", "Whose they all are; each says so itself where it is left out.", {
          type: "string",
          pattern: tenantName.source,
        }),
      ],
      requestBody: body("#/components/schemas/Faults"),
      responses: { "200": json("#/components/schemas/FaultList"), ...refusals },
    },
    delete: {
      operationId: "deleteFaults",
      summary: "Ends the faults of a tenant",
      parameters: [tenant],
      responses: { "204": { description: "There are none any more." }, ...refusals },
    },
  },
};

export const faultSchemas = {
  FaultList: list("#/components/schemas/ArmedFault"),
  Faults: {
    type: "object",
    required: ["faults"],
    properties: { faults: { type: "array", items: { $ref: "#/components/schemas/Fault" } } },
    additionalProperties: false,
  },
  Fault: faultSchema,
  ArmedFault: armedFaultSchema,
  Delay: delaySchema,
  Duration: durationSchema,
};
