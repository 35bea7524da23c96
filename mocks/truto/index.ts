import { defineProvider } from "../../src/define.ts";
import { BLOCKED, NEEDS_REAUTH, SANDBOX, UNSEEN, WORKING } from "./integrated-accounts.ts";
import {
  batchDeleteAccounts,
  createAccount,
  deleteAccount,
  getAccount,
  listAccounts,
  updateAccount,
} from "./operations/accounts.ts";
import { refusals } from "./refusals.ts";
import { documented, empty, OPAQUE_ID } from "./scenarios.ts";

const kind = "integrated_account_id";

export default defineProvider({
  scenarios: { documented, empty },
  fixtures: [
    { kind, value: WORKING, description: "works" },
    {
      kind,
      value: NEEDS_REAUTH,
      description: "the provider refuses its credential: 401 with the remote flag, for good",
    },
    { kind, value: SANDBOX, description: "a sandbox: 405 on writes" },
    { kind, value: BLOCKED, description: "blocked: 503" },
    { kind, value: UNSEEN, description: "not the token's: 404" },
    { kind: "id", value: "23423523", description: "the account of the reference page" },
    { kind: "id", value: OPAQUE_ID, description: "an account whose id needs percent-encoding in a path" },
  ],
  refusals,
  operations: { listAccounts, getAccount, createAccount, updateAccount, deleteAccount, batchDeleteAccounts },
});
