import type { Operation } from "./contract.ts";
import { readName } from "./credential-name.ts";
import type { Shapes } from "./parameters.ts";
import type { ValueShape } from "./value-shape.ts";

/** Every name that the contract has for a parameter, or for a member of one in style deepObject, after its place. */
export function documentedNames(operations: readonly Operation[], shapes: Shapes): ReadonlySet<string> {
  const names = new Set<string>();
  for (const parameter of new Set(operations.flatMap((operation) => operation.parameters))) {
    const { in: place, style, required } = parameter;
    const { whole } = readName(parameter.name);
    // One that is documented may lead to the next page, but then the first is had without it.
    if (whole !== "token" || (place === "query" && !required)) names.add(`${place} ${whole}`);
    if (style === "deepObject")
      for (const member of membersOf(shapes(parameter))) names.add(`${place} ${whole}${member}`);
  }
  return names;
}

/** A schema may hold itself. */
const deepest = 3;

function membersOf(shape: ValueShape, depth = 1): string[] {
  if (depth > deepest) return [];
  const object = shape.properties.length === 0 && shape.types.has("array") ? shape.items() : shape;
  return object.properties.flatMap((property) => {
    const { whole } = readName(property);
    const below = membersOf(object.property(property), depth + 1).map((member) => whole + member);
    // The token of a page is known by the name of its object, any other is a credential.
    return whole === "token" ? below : [whole, ...below];
  });
}
