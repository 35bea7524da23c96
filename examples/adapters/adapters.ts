import { CtrlHubAdapter } from "./ctrl-hub/adapter.ts";
import { StackOneAdapter } from "./stackone/adapter.ts";
import { StackOneSdkAdapter } from "./stackone-sdk/adapter.ts";
import { StuutAdapter } from "./stuut/adapter.ts";
import type { Given } from "./trial.ts";
import { TrutoAdapter } from "./truto/adapter.ts";
import { WeeekAdapter } from "./weeek/adapter.ts";

/** Calls an operation by its operationId, which is the name of the method. */
type Call = (operation: string, input: unknown) => Promise<unknown>;

/** The adapters that run in this process, by folder. */
export const adapters: Readonly<Record<string, (given: Given) => Call>> = {
  "ctrl-hub": (given) => callsOf(new CtrlHubAdapter({ ...given, accountId: "3c90c3cc-0d44-4b50-8888-8dd25736052a" })),
  stackone: (given) => callsOf(new StackOneAdapter({ ...given, accountId: "standin-account" })),
  "stackone-sdk": (given) => callsOf(new StackOneSdkAdapter({ ...given, accountId: "standin-account" })),
  stuut: (given) => callsOf(new StuutAdapter(given)),
  truto: (given) => callsOf(new TrutoAdapter({ ...given, accountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d" })),
  weeek: (given) => callsOf(new WeeekAdapter(given)),
};

function callsOf(adapter: object): Call {
  const methods = adapter as Record<string, (input: unknown) => Promise<unknown>>;
  return async (operation, input) => methods[operation]?.(input);
}
