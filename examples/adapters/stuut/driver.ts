import { StuutAdapter } from "./adapter.ts";
import { serveLines } from "./serve-lines.ts";

// The suite makes the adapter wait in real time, so that its patience is short here.
await serveLines((target) => new StuutAdapter({ ...target, timeoutMs: 2000, maxWaitMs: 5000 }), {
  updateInternalContact: (adapter, input) => adapter.updateInternalContact(input),
  createInternalContact: (adapter, input) => adapter.createInternalContact(input),
  addPartnerInternalContact: (adapter, input) => adapter.addPartnerInternalContact(input),
  updateAssignmentRole: (adapter, input) => adapter.updateAssignmentRole(input),
});
