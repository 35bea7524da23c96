import { expect } from "vitest";
import type { ClientTenant } from "./stand-in-test.ts";

/** The example of a vendor's reference page, and what it takes to run it. */
export interface ReferencePage {
  host: string;
  /** The request as printed; WEEEK's page prints its body alone. */
  command: string;
  /** What takes the place of each thing that the page leaves open, in the order in which it does. */
  fill(tenant: ClientTenant): [placeholder: string, value: string][];
  /** A member that is sent once as above and once with another value. */
  member: { name: string; value: string; other: string };
  contentType: string;
  /** The page's response with the member's value in it. */
  answer(value: string): object;
  /** A request that reads the record, with the same placeholders; null where the vendor has none. */
  read: string | null;
  stored?(value: string): object;
}

const uuid = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
const remoteIds = ["e3cb75bf-aa84-466e-a6c1-b8322b257a48", "e3cb75bf-aa84-466e-a6c1-b8322b257a49"];

function stackoneContact(first_name: string): object {
  return {
    id: uuid,
    remote_id: uuid,
    unified_custom_fields: { my_project_custom_field_1: "REF-1236", my_project_custom_field_2: "some other value" },
    first_name,
    last_name: "Wozniak",
    company_name: "Apple Inc.",
    emails: ["steve@apple.com"],
    phone_numbers: ["123-456-7890"],
    deal_ids: ["deal-001", "deal-002"],
    remote_deal_ids: remoteIds,
    account_ids: ["account-123", "account-456"],
    remote_account_ids: remoteIds,
    custom_fields: [
      {
        id: uuid,
        remote_id: uuid,
        name: "Training Completion Status",
        value: "Completed",
        value_id: "value_456",
        remote_value_id: remoteIds[0],
      },
    ],
    created_at: "2021-01-01T01:01:01.000Z",
    updated_at: expect.any(String),
  };
}

const stackone: ReferencePage = {
  host: "https://api.stackone.com",
  command: `curl --request PATCH \\
  --url https://api.stackone.com/unified/crm/contacts/{id} \\
  --header 'Authorization: Basic <encoded-value>' \\
  --header 'Content-Type: application/json' \\
  --header 'x-account-id: <x-account-id>' \\
  --data '
{
  "first_name": "Steve",
  "last_name": "Wozniak",
  "company_name": "Apple Inc.",
  "emails": [
    "steve@apple.com"
  ],
  "phone_numbers": [
    "123-456-7890"
  ],
  "deal_ids": [
    "deal-001",
    "deal-002"
  ],
  "account_ids": [
    "account-123",
    "account-456"
  ],
  "custom_fields": [
    {
      "id": "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
      "remote_id": "8187e5da-dc77-475e-9949-af0f1fa4e4e3",
      "name": "Training Completion Status",
      "value": "Completed",
      "value_id": "value_456",
      "remote_value_id": "e3cb75bf-aa84-466e-a6c1-b8322b257a48"
    }
  ],
  "passthrough": {
    "other_known_names": "John Doe"
  }
}
'`,
  fill: ({ credential }) => [
    ["{id}", uuid],
    ["<encoded-value>", Buffer.from(`${credential}:`).toString("base64")],
    ["<x-account-id>", "standin-account"],
  ],
  member: { name: "first_name", value: "Steve", other: "Stephen" },
  contentType: "application/json",
  answer: (value) => ({
    data: stackoneContact(value),
    raw: [
      {
        method: expect.any(String),
        url: expect.any(String),
        body: expect.any(Object),
        response: expect.any(Object),
      },
    ],
  }),
  read: `curl --url https://api.stackone.com/unified/crm/contacts/{id} \\
  --header 'Authorization: Basic <encoded-value>' \\
  --header 'x-account-id: <x-account-id>'`,
  stored: (value) => ({ data: stackoneContact(value), raw: null }),
};

const example = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

const ctrlHub: ReferencePage = {
  host: "https://api.ctrl-hub.com",
  command: `curl --request PUT \\
  --url https://api.ctrl-hub.com/v3/orgs/{org_id}/customers/contacts/{contact_id} \\
  --header 'Content-Type: application/vnd.api+json' \\
  --header 'X-Session-Token: <api-key>' \\
  --data '
{
  "data": {
    "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "type": "<string>",
    "attributes": {
      "first_name": "<string>",
      "last_name": "<string>",
      "email": "john@doe.com",
      "telephone": "<string>"
    }
  }
}
'`,
  fill: ({ credential }) => [
    ["{org_id}", example],
    ["{contact_id}", example],
    ["<api-key>", credential],
    ...["contacts", "John", "Doe", "+441632960001"].map((value): [string, string] => ["<string>", value]),
  ],
  member: { name: "last_name", value: "Doe", other: "O\u2019Doe" },
  contentType: "application/vnd.api+json",
  answer: (last_name) => ({
    data: {
      id: example,
      type: "contacts",
      attributes: { first_name: "John", last_name, email: "john@doe.com", telephone: "+441632960001" },
      meta: {
        created_at: "2023-11-07T05:31:56Z",
        updated_at: expect.any(String),
        modified_at: expect.any(String),
      },
      relationships: {
        accounts: { data: [{ id: example, type: "customer-accounts" }] },
        author: { data: { id: example, type: "users" } },
        interactions: { data: [{ id: example, type: "customer-interactions" }] },
        organisation: { data: { id: example, type: "organisations" } },
      },
    },
    jsonapi: { version: "1.0" },
  }),
  read: `curl --url https://api.ctrl-hub.com/v3/orgs/{org_id}/customers/contacts/{contact_id} \\
  --header 'X-Session-Token: <api-key>'`,
};

const stuut: ReferencePage = {
  host: "https://api.example.com",
  command: `curl --request PATCH \\
  --url https://api.example.com/v2/internal-contacts/{internal_contact_id} \\
  --header 'Authorization: Bearer <token>' \\
  --header 'Content-Type: application/json' \\
  --data '
{
  "email": "<string>",
  "given_name": "<string>",
  "family_name": "<string>",
  "name": "<string>",
  "phone": "<string>",
  "job_title": "<string>"
}
'`,
  fill: ({ credential }) => [
    ["{internal_contact_id}", "standin-contact"],
    ["<token>", credential],
    ...["ada@example.com", "Ada", "King", "Ada King", "+14155552671", "Countess"].map((value): [string, string] => [
      "<string>",
      value,
    ]),
  ],
  member: { name: "family_name", value: "King", other: "Noel" },
  contentType: "application/json",
  answer: (family_name) => ({
    created_at: "2023-11-07T05:31:56Z",
    modified_at: expect.any(String),
    id: "standin-contact",
    email: "ada@example.com",
    given_name: "Ada",
    family_name,
    name: "Ada King",
    phone: "+14155552671",
    job_title: "Countess",
    object: expect.any(String),
  }),
  read: null,
};

const weeekId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

const weeek: ReferencePage = {
  host: "https://api.weeek.net/public/v1",
  command: `curl --request PUT \\
  --url https://api.weeek.net/public/v1/crm/contacts/{id} \\
  --header 'Authorization: Bearer {token}' \\
  --header 'Content-Type: application/json' \\
  --data '{
  "lastName": "string",
  "firstName": "string",
  "middleName": "string",
  "organizations": [
    "497f6eca-6276-4993-bfeb-53cbbbba6f08"
  ],
  "emails": [
    "user@example.com"
  ],
  "phones": [
    "string"
  ],
  "tags": [
    0
  ]
}'`,
  fill: ({ credential }) => [
    ["{id}", weeekId],
    ["{token}", credential],
  ],
  member: { name: "firstName", value: "string", other: "\u041c\u0430\u0440\u0438\u044f" },
  contentType: "application/json",
  answer: (firstName) => ({
    success: true,
    contact: {
      id: weeekId,
      creatorId: "688ebf54-d343-4104-8711-82c2feac534a",
      lastName: "string",
      firstName,
      middleName: "string",
      organizations: [weeekId],
      emails: [{ id: weeekId, email: "user@example.com" }],
      phones: [{ id: weeekId, phone: "string" }],
      tags: [0],
      createdAt: "2019-08-24T14:15:22Z",
      updatedAt: expect.any(String),
    },
  }),
  read: `curl --url https://api.weeek.net/public/v1/crm/contacts/{id} --header 'Authorization: Bearer {token}'`,
};

const truto: ReferencePage = {
  host: "https://api.truto.one",
  command: `curl -X PATCH 'https://api.truto.one/unified/crm/accounts/{id}?integrated_account_id=<integrated_account_id>' \\
  -H 'Authorization: Bearer <your_api_token>' \\
  -H 'Content-Type: application/json' \\
  -d '{
  "name": "your_name",
  "website": "your_website",
  "description": "your_description",
  "custom_fields": "{\\n  \\"custom_field_name_1\\": \\"foo\\",\\n  \\"custom_field_name_2\\": \\"bar\\"\\n}\\n",
  "industry": "your_industry",
  "number_of_employees": 0,
  "addresses": [],
  "phone_numbers": [],
  "tags": [],
  "owner": {},
  "urls": [],
  "created_at": "your_created_at",
  "remote_data": {}
}'`,
  fill: ({ credential }) => [
    ["{id}", "23423523"],
    ["<integrated_account_id>", "62f44730-dd91-461e-bd6a-aedd9e0ad79d"],
    ["<your_api_token>", credential],
    ["your_created_at", "2024-02-29T12:30:00Z"],
  ],
  member: { name: "name", value: "your_name", other: "Acme & S\u00f6hne" },
  contentType: "application/json",
  // The page names the members of its response and gives no values.
  answer: (name) => ({
    id: "23423523",
    addresses: [],
    created_at: "2024-02-29T12:30:00Z",
    custom_fields: { custom_field_name_1: "foo", custom_field_name_2: "bar" },
    description: "your_description",
    industry: "your_industry",
    last_activity_at: expect.any(String),
    name,
    number_of_employees: 0,
    owner: {},
    phone_numbers: [],
    remote_data: expect.any(Object),
    tags: [],
    updated_at: expect.any(String),
    urls: [],
    website: "your_website",
  }),
  read: `curl 'https://api.truto.one/unified/crm/accounts/{id}?integrated_account_id=<integrated_account_id>' \\
  -H 'Authorization: Bearer <your_api_token>'`,
};

export const referencePages: Record<string, ReferencePage> = { stackone, "ctrl-hub": ctrlHub, stuut, weeek, truto };
