import type { ObservedExchange, ObservedRequest, Violation } from "../exchange.ts";
import { single } from "./authentication.ts";
import { checkRequest, checkUnmatched, type RequestInput } from "./check-request.ts";
import { checkResponse } from "./check-response.ts";
import type { Contract } from "./contract.ts";
import { matchOperation } from "./match-operation.ts";
import { decodeBody, type SentBody } from "./sent-body.ts";

/** What a contract says of an exchange. */
export interface CheckedExchange {
  /** operationId, or null when no operation matched. */
  operation: string | null;
  violations: Violation[];
}

/** Holds an observed exchange, from wherever it was recorded, against a contract. */
export function checkExchange(contract: Contract, { request, response }: ObservedExchange): CheckedExchange {
  const { path, query } = splitUrl(request.url);
  const input: RequestInput = {
    method: request.method.toUpperCase(),
    path,
    query,
    headers: request.headers,
    ...bodyOf(request),
  };
  const match = matchOperation(contract, input.method, path);
  if (match.kind !== "operation") return { operation: null, violations: checkUnmatched(contract, match, input) };
  const { operation, pathParameters } = match;
  const { violations } = checkRequest(contract, operation, pathParameters, input);
  if (response !== null)
    violations.push(
      ...checkResponse(contract, operation, input, {
        status: response.status,
        headers: response.headers,
        ...bodyOf(response),
      }),
    );
  return { operation: operation.id, violations };
}

/** Path and query of a URL as they were sent: parsing would resolve dots and re-encode. */
export function splitUrl(url: string): { path: string; query: string } {
  const [, path = "/", query = ""] = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  return { path: path === "" ? "/" : path, query };
}

/** The body of a message as it was sent. */
export function bodyOf({ body, bodyEncoding, headers }: Omit<ObservedRequest, "method" | "url">): SentBody {
  if (body === undefined || bodyEncoding !== "base64") return { text: body };
  const bytes = Buffer.from(body, "base64");
  try {
    return decodeBody(bytes, single(headers["content-type"]));
  } catch {
    // In a charset that nobody knows; what of it is ASCII can still be judged.
    return { text: bytes.toString("latin1") };
  }
}
