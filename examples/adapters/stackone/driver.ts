import { StackOneAdapter } from "./adapter.ts";
import { serveLines } from "./serve-lines.ts";

const accountId = process.env.STACKONE_ACCOUNT_ID ?? "standin-account";
// The suite makes the adapter wait in real time, so that its patience is short here.
await serveLines((target) => new StackOneAdapter({ ...target, accountId, timeoutMs: 2000, maxWaitMs: 5000 }), {
  getContact: (adapter, input) => adapter.getContact(input),
  listContacts: (adapter, input) => adapter.listContacts(input),
  createContact: (adapter, input) => adapter.createContact(input),
  updateContact: (adapter, input) => adapter.updateContact(input),
});
