import { createHash } from "node:crypto";
import type { Credential } from "../contract/authentication.ts";
import { StandinError } from "../errors.ts";
import { type ServedProvider, standinCredential } from "./provider.ts";

/** Who calls: the tenant, the credential's name without the tenant, and why the credential is refused, if it is. */
export interface Visitor {
  tenant: string;
  credential: string;
  refused: "missing" | "malformed" | "unknown" | null;
  /** What its sender has probably got wrong, which the vendor cannot say. */
  hint?: string;
}

/** The tenant of a credential without a suffix, and of all that is refused. */
export const defaultTenant = "default";

export const tenantName = /^[A-Za-z0-9._~-]{1,128}$/;
export const tenantNameRule = "1 to 128 of A-Z, a-z, 0-9 and . _ ~ -";

/** Answers the name of a tenant. Throws OPTION_INVALID when it cannot stand in a credential. */
export function assertTenantName(name: unknown): string {
  if (typeof name === "string" && tenantName.test(name)) return name;
  const shown = typeof name === "string" ? `"${name}"` : String(name);
  throw new StandinError("OPTION_INVALID", `The tenant ${shown} has no valid name: ${tenantNameRule}`);
}

/** Names the tenant: `name+tenant` is the credential `name` with a world of its own. */
export function identify(provider: ServedProvider, credential: Credential, open: boolean): Visitor {
  if (credential.kind === "none") return { tenant: defaultTenant, credential: "", refused: null };
  if (credential.kind !== "value") return { tenant: defaultTenant, credential: "", refused: credential.kind };
  const { value } = credential;
  if (provider.credentials.has(value)) return { tenant: defaultTenant, credential: value, refused: null };
  const end = value.indexOf("+");
  const name = end === -1 ? "" : value.slice(0, end);
  const isNamed = provider.credentials.has(name);
  const tenant = value.slice(end + 1);
  if (isNamed && tenantName.test(tenant)) return { tenant, credential: name, refused: null };
  // Note: the tenant's name goes into journals and exports, so it must not tell the credential.
  if (open && value !== "")
    return { tenant: `open-${fingerprint(value)}`, credential: standinCredential, refused: null };
  const refusal: Visitor = { tenant: defaultTenant, credential: value, refused: "unknown" };
  if (!isNamed) return refusal;
  const hint = `[${provider.id}] a credential is refused for what follows "${name}+": a tenant's name is ${tenantNameRule}`;
  return { ...refusal, hint };
}

function fingerprint(value: string): string {
  return createHash("sha256").update(value).digest("hex").slice(0, 16);
}
