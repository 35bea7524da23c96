import { WeeekAdapter } from "./adapter.ts";
import { serveLines } from "./serve-lines.ts";

// The suite makes the adapter wait in real time, so that its patience is short here.
await serveLines((target) => new WeeekAdapter({ ...target, timeoutMs: 2000, maxWaitMs: 5000 }), {
  getContact: (adapter, input) => adapter.getContact(input),
  listContacts: (adapter, input) => adapter.listContacts(input),
  createContact: (adapter, input) => adapter.createContact(input),
  updateContact: (adapter, input) => adapter.updateContact(input),
  deleteContact: (adapter, input) => adapter.deleteContact(input),
});
