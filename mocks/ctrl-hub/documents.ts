import type { Reply } from "../../src/define.ts";
import type { Resource } from "./resources.ts";

const jsonapi = { version: "1.0" };

/** An answer with one resource, and those that include asked for. */
export function document(data: Resource, included: Resource[] | undefined): Reply {
  return { status: 200, body: included === undefined ? { data, jsonapi } : { data, included, jsonapi } };
}

/** An answer with one page of resources. */
export function collection(data: Resource[], included: Resource[] | undefined, meta: object, url: string): Reply {
  const links = { self: toUri(url) };
  return {
    status: 200,
    body: included === undefined ? { data, meta, jsonapi, links } : { data, included, meta, jsonapi, links },
  };
}

/** Clients send characters such as brackets unescaped, which a URI does not allow there. */
function toUri(url: string): string {
  return url.replaceAll(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@/?%]/gi, (character) => encodeURIComponent(character));
}
