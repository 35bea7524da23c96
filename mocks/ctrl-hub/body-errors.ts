import { type CheckedRequest, tokensOf, type Violation, valueAt } from "../../src/define.ts";
import type { ErrorObject } from "./refusals.ts";

const title = "The request body is not valid";

/**
 * What the vendor's validator says of a violation in the body. The page of useful information shows it for a missing
 * member: "attributes is required" of the field "data", with what was sent there as value. Those are the words of Go's
 * gojsonschema, whose other findings are inferred.
 */
export function bodyError(request: CheckedRequest): (violation: Violation) => ErrorObject {
  const sentAt = (path: readonly string[]) => valueAt(request.body, path) ?? null;
  return ({ pointer, rule, expected, actual }) => {
    const path = tokensOf(pointer);
    if (rule === "malformed-body") return { title, detail: "The document cannot be read." };
    if (rule === "required" && path.length === 0) return { title, detail: "There is no document." };
    const holder = path.slice(0, -1);
    if (rule === "required") return finding(holder, "required", `${path.at(-1)} is required`, sentAt(holder));
    if (rule === "undocumented-property") {
      const detail = `Additional property ${path.at(-1)} is not allowed`;
      return finding(holder, "additional_property_not_allowed", detail, sentAt(holder));
    }
    const value = sentAt(path);
    switch (rule) {
      case "type":
        return finding(path, "invalid_type", wrongType([expected].flat(), value), value);
      // The contract's way to say that a nullable member of the document is not to be null.
      case "not":
        return finding(path, "invalid_type", wrongType(["string"], value), value);
      case "format":
        return finding(path, "format", `Does not match format '${expected}'`, value);
      default:
        return finding(path, rule, `Does not match ${rule} ${JSON.stringify(expected)}`, actual ?? value);
    }
  };
}

function finding(path: readonly string[], type: string, detail: string, value: unknown): ErrorObject {
  return { title, detail, meta: { field: path.length === 0 ? "(root)" : path.join("."), type, value } };
}

function wrongType(expected: readonly unknown[], value: unknown): string {
  return `Invalid type. Expected: ${expected.filter((type) => type !== "null").join("/")}, given: ${typeName(value)}`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
