import { defineProvider } from "../../src/define.ts";
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

const kind = "integrated_account_id";

export default defineProvider({
  scenarios: { documented, empty },
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
    token: { requests: 500, window: "10s" },
    account: { requests: 50, window: "10s", of: integratedAccountId },
  },
  refusals,
  operations: { listAccounts, getAccount, createAccount, updateAccount, deleteAccount, batchDeleteAccounts },
});
