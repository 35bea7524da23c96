import type { CheckedRequest, Context, Reply } from "../../src/define.ts";
import { refuse, refuseRemotely } from "./error-envelope.ts";
import type { IntegratedAccount, TrutoState } from "./state.ts";

/** The connections of the scenarios. */
export const workingId = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
export const needsReauthId = "0b6f3a52-4c1e-4d7a-9e55-1f0c2a7d8e11";
export const sandboxId = "5d2c9f10-7b34-4e0f-8a6c-3c9be7f4a2d2";
export const blockedId = "9e81c4d7-26fa-4b3d-b1d0-6a5f7e2c9b33";
/** In no scenario: it belongs to another environment than the token. */
export const unseenId = "c4a7d6e8-1f92-4c5b-a3e7-8d0b9f6c1e44";

export function integratedAccounts(): Map<string, IntegratedAccount> {
  const active = {
    status: "active",
    credentialRefused: false,
    sandbox: false,
    blocked: false,
    lastError: null,
  } as const;
  return new Map<string, IntegratedAccount>([
    [workingId, { id: workingId, ...active }],
    [needsReauthId, { id: needsReauthId, ...active, credentialRefused: true }],
    [sandboxId, { id: sandboxId, ...active, sandbox: true }],
    [blockedId, { id: blockedId, ...active, blocked: true }],
  ]);
}

/** The id of the connection that a request names, in lower case as the state has it. */
export function integratedAccountId({ query }: CheckedRequest): string {
  const id = query.integrated_account_id;
  return typeof id === "string" ? id.toLowerCase() : "";
}

/** Why a request does not get through its connection; undefined when it does. */
export function integratedAccountRefusal(request: CheckedRequest, { state }: Context<TrutoState>): Reply | undefined {
  const sent = request.query.integrated_account_id;
  if (sent === undefined || sent === "") return refuse(400, "integrated_account_id is required");
  const account = state.integratedAccounts.get(integratedAccountId(request));
  if (account === undefined) return refuse(404, "Integrated account not found");
  if (account.blocked) return refuse(503, "The integrated account has been blocked. Contact support@truto.one");
  if (account.credentialRefused) {
    account.status = "needs_reauth";
    account.lastError = "The access token is invalid or has been revoked";
  }
  // Note: until the customer reconnects every call is refused, also one that would have been refused for other reasons.
  if (account.status === "needs_reauth") {
    return refuseRemotely(401, account.lastError ?? "The connection needs re-authentication");
  }
  if (account.sandbox && request.method !== "GET" && request.method !== "HEAD") {
    return refuse(405, "Sandbox accounts are read-only");
  }
  return undefined;
}
