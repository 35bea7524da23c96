import { chosenPlan } from "../../src/conformance/chosen-plan.ts";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import type { Contract, MediaType, Operation } from "../../src/contract/contract.ts";
import type { Node } from "../../src/contract/documents.ts";
import { isJson } from "../../src/contract/media-type.ts";
import { encodeQuery, encodeSegment } from "../generate/encode.ts";
import { createRandom } from "../generate/random.ts";

type Schema = Record<string, unknown>;

/** What an adapter does for any operation of any vendor: its input has the parameters and the body, by the contract. */
export class GenericAdapter {
  readonly #contract: Contract;
  readonly #operation: Operation;

  constructor(contract: Contract, operation: Operation) {
    this.#contract = contract;
    this.#operation = operation;
  }

  /** The schema of its input, without any example. */
  get input(): Schema {
    const properties: Schema = {};
    const required: string[] = [];
    const add = (name: string, schema: Node | null, isRequired: boolean) => {
      properties[name] = this.#plain(schema === null ? [] : [schema]);
      if (isRequired) required.push(name);
    };
    for (const parameter of this.#operation.parameters)
      add(toCamelCase(parameter.name), parameter.schema, parameter.required);
    if (this.#body?.schema) add("body", this.#body.schema, this.#operation.requestBody?.required === true);
    return { type: "object", required, properties, additionalProperties: false };
  }

  async call({ baseUrl, credential }: AdapterPlace, input: Record<string, unknown>): Promise<unknown> {
    const { method, parameters } = this.#operation;
    const headers = this.#credentialHeaders(credential);
    const query: string[] = [];
    let { path } = this.#operation;
    for (const parameter of parameters) {
      const value = input[toCamelCase(parameter.name)];
      if (value === undefined) continue;
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeSegment(parameter, value));
      else if (parameter.in === "query") query.push(...encodeQuery(parameter, value, createRandom(1)));
      else headers[parameter.name] = String(value);
    }
    const { body } = input;
    if (body !== undefined) headers["content-type"] = (this.#body as MediaType).type;
    const url = `${baseUrl}${path}${query.length === 0 ? "" : `?${query.join("&")}`}`;
    const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(url, { ...sent, redirect: "manual" });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  get #body(): MediaType | undefined {
    return this.#operation.requestBody?.content.find(({ type }) => isJson(type));
  }

  #credentialHeaders(credential: string): Record<string, string> {
    const { securitySchemes } = this.#contract;
    const [name = ""] = this.#operation.security[0] ?? [];
    const { parameter, scheme } = securitySchemes[name] ?? {};
    if (parameter?.in === "header") return { [parameter.name]: credential };
    if (scheme === "basic") return { authorization: `Basic ${Buffer.from(`${credential}:`).toString("base64")}` };
    return { authorization: `Bearer ${credential}` };
  }

  #plain(given: readonly Node[], depth = 0): Schema {
    const { schemas, properties, items, flags } = chosenPlan(this.#contract.checker, given);
    if (flags.readOnly !== undefined || depth > deepest) return {};
    const stated = Object.assign({}, ...schemas.map(({ value }) => value)) as Schema;
    const required = schemas.flatMap(({ value }) => (value as Schema).required ?? []);
    const members = [...properties].map(([name, member]) => [name, this.#plain(member, depth + 1)]);
    return {
      ...Object.fromEntries(keywords.flatMap((name) => (name in stated ? [[name, stated[name]]] : []))),
      ...(members.length === 0 ? {} : { required, properties: Object.fromEntries(members) }),
      ...(items.length === 0 ? {} : { items: this.#plain(items, depth + 1) }),
    };
  }
}

const deepest = 6;

const keywords = "type enum const format pattern minLength maxLength minItems maxItems minimum maximum".split(" ");

function toCamelCase(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase());
}
