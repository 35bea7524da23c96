import { loadYaml } from "./contract-fixture.ts";

/** A vendor with every way to page, keys that make writes safe to repeat, and headers that are called as parameters are. */
export const vendor = loadYaml(`openapi: 3.1.0
servers: [{ url: "https://api.acme.test/v1" }, { url: "https://eu.acme.test/v1" }]
security: [{ token: [] }]
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - { name: next, in: header, schema: { type: string } }
        - { name: limit, in: header, schema: { type: string } }
        - { name: color, in: header, schema: { type: string } }
        - { name: cursor, in: query, schema: { type: string } }
        - { name: prev_cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: color, in: query, x-same-on-every-page: true, schema: { type: string } }
        - { name: shape, in: query, schema: { type: string } }
      responses: &done { 200: { description: Done } }
    post:
      operationId: createThing
      parameters: [{ name: idempotency_key, in: query, schema: { type: string } }]
      responses: { 200: { description: Done }, 400: { description: Refused }, 409: { description: Taken } }
  /parts:
    get:
      operationId: listParts
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses: *done
  /pages:
    get:
      operationId: listPages
      parameters:
        - { name: offset, in: header, schema: { type: integer } }
        - { name: limit, in: header, schema: { type: integer } }
        - { name: page, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: color, in: query, schema: { type: string } }
        - { name: shape, in: query, schema: { type: string } }
      responses: *done
  /chapters:
    get:
      operationId: listChapters
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses: *done
  /notes:
    post:
      operationId: createNote
      parameters: [{ name: idempotency, in: cookie, schema: { type: string } }]
      responses: *done
  /reports:
    get:
      operationId: makeReport
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: *done
    delete:
      operationId: deleteReports
      x-evidence: assumed
      security: []
      responses: { 200: { description: Done }, 429: { description: Too many, headers: { X-Rate: { schema: {} } } } }
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getThing
      responses:
        200: { description: Done }
        429:
          description: Too many
          headers: { X-Rate: { schema: { type: integer } }, Retry-After: { schema: { type: integer } } }
        500: { description: Broken }
        default: { description: Odd }
    put:
      operationId: putThing
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: *done
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Acme-Key }
`);
