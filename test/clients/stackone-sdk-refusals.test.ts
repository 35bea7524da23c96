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

/** The other classes of the SDK, and what it takes to see them: no request alone brings them about. */
const unreached: Record<string, string> = {
  RequestTimedOutResponse: "408: a provider that takes over a minute, so an armed fault; the SDK tries again",
  ConflictResponse: "409: an armed fault; the status is documented, what brings it about is not",
  UnprocessableEntityResponse: "422: an armed fault; what fails validation is answered 400",
  TooManyRequestsResponse: "429: more than 1000 requests a minute, so a limit; the SDK tries again",
  InternalServerErrorResponse: "500: an armed fault",
  NotImplementedResponse: "501: a provider that lacks the operation, so an armed fault",
  BadGatewayResponse: "502: a provider that fails, so an armed fault",
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

it("knows every class that the SDK has for a status", () => {
  expect([...Object.keys(reached), ...Object.keys(unreached)].sort()).toEqual([...classes.keys()].sort());
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
