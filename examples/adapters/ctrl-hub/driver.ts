import { CtrlHubAdapter } from "./adapter.ts";
import { serveLines } from "./serve-lines.ts";

const accountId = process.env.CTRL_HUB_ORG_ID ?? "3c90c3cc-0d44-4b50-8888-8dd25736052a";
// The suite makes the adapter wait in real time, so that its patience is short here.
await serveLines((target) => new CtrlHubAdapter({ ...target, accountId, timeoutMs: 2000, maxWaitMs: 5000 }), {
  getContact: (adapter, input) => adapter.getContact(input),
  listContacts: (adapter, input) => adapter.listContacts(input),
  updateContact: (adapter, input) => adapter.updateContact(input),
  addAccountContacts: (adapter, input) => adapter.addAccountContacts(input),
  replaceAccountContacts: (adapter, input) => adapter.replaceAccountContacts(input),
  setInteractionContact: (adapter, input) => adapter.setInteractionContact(input),
});
