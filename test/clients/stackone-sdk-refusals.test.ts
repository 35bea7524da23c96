import { StackOne } from "@stackone/stackone-client-ts";
import * as errors from "@stackone/stackone-client-ts/sdk/models/errors/index.js";
import { expect } from "vitest";
import { type ClientTenant, standInTest } from "./stand-in-test.ts";

const it = standInTest("stackone");
const exampleId = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
const xAccountId = "standin-account";
const crmCreateContactRequestDto = { firstName: "Eve" };

function createClient({ baseUrl, credential }: ClientTenant, username = credential): StackOne {
  return new StackOne({ serverURL: baseUrl, security: { username, password: "" } });
}

interface Reached {
  status: number;
  message: string;
  call(client: StackOne): Promise<unknown>;
  /** Another user name than the tenant's own. */
  username?(tenant: ClientTenant): string;
  provokes?: string[];
}

const reached: Record<string, Reached[]> = {
  BadRequestResponse: [
    refusal(400, "Bad Request", ({ crm }) => crm.listContacts({ xAccountId, next: "from-elsewhere" })),
    {
      ...refusal(400, "Bad Request", ({ crm }) => crm.listContacts({ xAccountId, pageSize: "101" })),
      provokes: ["request.query /page_size pattern"],
    },
  ],
  UnauthorizedResponse: [
    {
      ...refusal(401, "Unauthorized", ({ crm }) => crm.getContact({ xAccountId, id: exampleId })),
      username: () => "a-key-of-nobody",
    },
  ],
  ForbiddenResponse: [
    {
      ...refusal(403, "Forbidden resource", ({ crm }) =>
        crm.updateContact({ xAccountId, id: exampleId, crmCreateContactRequestDto }),
      ),
      username: ({ name }) => `standin-readonly-key+${name}`,
    },
  ],
  NotFoundResponse: [
    refusal(404, "Not Found", ({ crm }) => crm.getContact({ xAccountId, id: "nobody" })),
    refusal(404, "Not Found", ({ crm }) => crm.getAccount({ xAccountId, id: "nobody" })),
    refusal(404, "Not Found", ({ crm }) => crm.createContact({ xAccountId: "nobody", crmCreateContactRequestDto })),
  ],
  PreconditionFailedResponse: [
    refusal(412, "Precondition failed", ({ crm }) =>
      crm.updateContact({ xAccountId: "standin-account-suspended", id: exampleId, crmCreateContactRequestDto }),
    ),
    refusal(412, "Precondition failed", ({ crm }) => crm.listContacts({ xAccountId: "standin-account-expired" })),
  ],
};

/** The other classes of the SDK: no request alone brings them about, but the vendor's bad days do. */
const badDays: Record<string, { status: number; message: string }> = {
  RequestTimedOutResponse: { status: 408, message: "Request timed out" },
  ConflictResponse: { status: 409, message: "Conflict" },
  UnprocessableEntityResponse: { status: 422, message: "Unprocessable Entity" },
  TooManyRequestsResponse: { status: 429, message: "Too many requests" },
  InternalServerErrorResponse: { status: 500, message: "Internal server error" },
  NotImplementedResponse: { status: 501, message: "Not Implemented" },
  BadGatewayResponse: { status: 502, message: "Bad Gateway" },
};

function refusal(status: number, message: string, call: Reached["call"]): Reached {
  return { status, message, call };
}

async function caught(call: Promise<unknown>): Promise<errors.StackOneError> {
  return call.then(
    () => expect.fail("the call was not refused"),
    (error: unknown) => error as errors.StackOneError,
  );
}

/** The SDK's classes for one status each; it exports its schemas beside them. */
const classes = new Map(
  Object.entries<unknown>(errors).filter(
    ([name, value]) => name.endsWith("Response") && typeof value === "function" && value.prototype instanceof Error,
  ),
);

const cases = Object.entries(reached).flatMap(([name, refusals]) => refusals.map((one) => ({ name, ...one })));

for (const [index, { name, status, message, call, username, provokes = [] }] of cases.entries()) {
  it(`${index + 1}: throws ${name} and does not try again`, async ({ tenant }) => {
    tenant.provokes = provokes;
    const error = await caught(call(createClient(tenant, username?.(tenant))));
    expect(error).toBeInstanceOf(classes.get(name));
    expect(error).toMatchObject({ name, message, statusCode: status, timestamp: expect.any(Date) });
    expect([...tenant.exchanges(), ...tenant.strangers()]).toHaveLength(1);
  });
}

for (const [name, { status, message }] of Object.entries(badDays)) {
  it(`throws ${name} on a bad day of the vendor's`, async ({ tenant }) => {
    tenant.faults.arm({ kind: "status", operation: "getContact", status, times: 1 });
    const { crm } = createClient(tenant);
    const request = { xAccountId, id: exampleId };
    // It would wait for a minute, as Retry-After says, and ask again.
    const error = await caught(crm.getContact(request, { retries: { strategy: "none" } }));
    expect(error).toBeInstanceOf(classes.get(name));
    expect(error).toMatchObject({ name, message, statusCode: status, timestamp: expect.any(Date) });
    expect((await crm.getContact(request)).contactResult?.data.id).toBe(exampleId);
  });
}

it("asks again when the connection breaks, and so creates twice what was kept the first time", async ({ tenant }) => {
  tenant.faults.arm({ kind: "after-commit", operation: "createContact", times: 1 });
  const { crm } = createClient(tenant);
  const backoff = { initialInterval: 1, maxInterval: 5, exponent: 1, maxElapsedTime: 5000 };
  await crm.createContact(
    { xAccountId, crmCreateContactRequestDto },
    { retries: { strategy: "backoff", backoff, retryConnectionErrors: true } },
  );
  const created = tenant.exchanges().map(({ operation, response }) => [operation, response?.status]);
  expect(created).toEqual([
    ["createContact", undefined],
    ["createContact", 200],
  ]);
  const state = tenant.state() as { contacts: Map<string, { first_name: string | null }> };
  expect([...state.contacts.values()].filter((contact) => contact.first_name === "Eve")).toHaveLength(2);
});

it("knows every class that the SDK has for a status", () => {
  expect([...Object.keys(reached), ...Object.keys(badDays)].sort()).toEqual([...classes.keys()].sort());
});

it("refuses a value of a wrong type by itself and sends nothing", async ({ tenant }) => {
  const input = { firstName: 7 as unknown as string };
  const { crm } = createClient(tenant);
  const error = await caught(crm.updateContact({ xAccountId, id: exampleId, crmCreateContactRequestDto: input }));
  expect(error).toBeInstanceOf(errors.SDKValidationError);
  expect(tenant.exchanges()).toEqual([]);
});

it("shows a body that is over the limit as its plain SDKError", async ({ tenant }) => {
  const { crm } = createClient(tenant);
  const input = { firstName: "x".repeat(1024 * 1024) };
  const error = await caught(crm.createContact({ xAccountId, crmCreateContactRequestDto: input }));
  expect(error).toBeInstanceOf(errors.SDKError);
  expect(error.message).toMatchInlineSnapshot(`
    "API error occurred: Status 413 Content-Type application/problem+json
    Body: {"type":"urn:standin:problem:body-too-large","title":"Request body too large","status":413,"detail":"The request body has more than 1048576 bytes after decoding, the most that Standin takes.","limit":1048576}"
  `);
  expect(tenant.exchanges()).toHaveLength(1);
});

it("is told in Standin's own voice that an operation is not in the contract", async ({ tenant }) => {
  tenant.provokes = ["request.path operation"];
  const error = await caught(createClient(tenant).hris.listEmployees({ xAccountId }));
  expect(error).toBeInstanceOf(errors.SDKError);
  expect(error.message).toMatchInlineSnapshot(`
    "API error occurred: Status 501 Content-Type application/problem+json
    Body: {"type":"urn:standin:problem:operation","title":"No such operation in the contract","status":501,"detail":"[stackone] The contract has no operation at GET /unified/hris/employees. The nearest operation is listAccounts: GET /unified/crm/accounts.","nearest":{"operation":"listAccounts","method":"GET","path":"/unified/crm/accounts"}}"
  `);
  expect(tenant.exchanges()).toHaveLength(1);
});
