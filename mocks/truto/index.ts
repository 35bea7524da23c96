import { defineProvider } from "../../src/define.ts";
import { keptAnswer } from "./idempotency.ts";
import {
  blockedId,
  integratedAccountId,
  needsReauthId,
  sandboxId,
  unseenId,
  workingId,
} from "./integrated-accounts.ts";
import {
  batchDeleteAccounts,
  createAccount,
  deleteAccount,
  getAccount,
  listAccounts,
  updateAccount,
} from "./operations/accounts.ts";
import { refusals } from "./refusals.ts";
import { documented, empty, opaqueId } from "./scenarios.ts";
import { type Account, accountKey, type IntegratedAccount } from "./state.ts";

const kind = "integrated_account_id";

export default defineProvider({
  scenarios: { documented, empty, limited: documented },
  fixtures: [
    { kind, value: workingId, description: "works" },
    {
      kind,
      value: needsReauthId,
      description: "the provider refuses its credential: 401 with the remote flag, for good",
    },
    { kind, value: sandboxId, description: "a sandbox: 405 on writes" },
    { kind, value: blockedId, description: "blocked: 503" },
    { kind, value: unseenId, description: "not the token's: 404" },
    { kind: "id", value: "23423523", description: "the account of the reference page" },
    { kind: "id", value: opaqueId, description: "an account whose id needs percent-encoding in a path" },
  ],
  // Guide "Rate limits in Truto API".
  limits: {
    token: { requests: 500, window: "10s", scenarios: ["limited"] },
    account: { requests: 50, window: "10s", of: integratedAccountId, scenarios: ["limited"] },
  },
  records: {
    accounts: {
      operation: "getAccount",
      key: ({ integratedAccountId, id }: Account) => accountKey(integratedAccountId, id),
      request: (_, { id, integratedAccountId }: Account) => ({
        path: { id },
        query: { integrated_account_id: integratedAccountId },
      }),
    },
    integratedAccounts: {
      hidden: "the API for integrated accounts is another one; here a parameter names them",
      key: ({ id }: IntegratedAccount) => id,
      schema: {
        type: "object",
        required: ["id", "status", "credentialRefused", "sandbox", "blocked", "lastError"],
        properties: {
          status: { enum: ["active", "needs_reauth"] },
          credentialRefused: { type: "boolean" },
          sandbox: { type: "boolean" },
          blocked: { type: "boolean" },
          lastError: { type: ["string", "null"] },
        },
      },
    },
    keptAnswers: { answer: keptAnswer },
  },
  counters: { lastAccountNumber: 0 },
  refusals,
  operations: { listAccounts, getAccount, createAccount, updateAccount, deleteAccount, batchDeleteAccounts },
});
