import { TrutoAdapter } from "./adapter.ts";
import { serveLines } from "./serve-lines.ts";

const accountId = process.env.TRUTO_ACCOUNT_ID ?? "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
// The suite makes the adapter wait in real time, so that its patience is short here.
await serveLines((target) => new TrutoAdapter({ ...target, accountId, timeoutMs: 2000, maxWaitMs: 5000 }), {
  getAccount: (adapter, input) => adapter.getAccount(input),
  listAccounts: (adapter, input) => adapter.listAccounts(input),
  createAccount: (adapter, input) => adapter.createAccount(input),
  updateAccount: (adapter, input) => adapter.updateAccount(input),
  deleteAccount: (adapter, input) => adapter.deleteAccount(input),
});
