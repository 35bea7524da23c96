import { CtrlHubAdapter } from "./ctrl-hub/adapter.ts";
import { StackOneAdapter } from "./stackone/adapter.ts";
import { StackOneSdkAdapter } from "./stackone-sdk/adapter.ts";
import { StuutAdapter } from "./stuut/adapter.ts";
import type { Given } from "./trial.ts";
import { TrutoAdapter } from "./truto/adapter.ts";
import { WeeekAdapter } from "./weeek/adapter.ts";

type Operations = Record<string, (input: unknown) => Promise<unknown>>;

/** The adapters that run in this process, by folder; their methods have the names of the operations. */
export const adapters: Readonly<Record<string, (given: Given) => Operations>> = {
  "ctrl-hub": (given) => methods(new CtrlHubAdapter({ ...given, accountId: "3c90c3cc-0d44-4b50-8888-8dd25736052a" })),
  stackone: (given) => methods(new StackOneAdapter({ ...given, accountId: "standin-account" })),
  "stackone-sdk": (given) => methods(new StackOneSdkAdapter({ ...given, accountId: "standin-account" })),
  stuut: (given) => methods(new StuutAdapter(given)),
  truto: (given) => methods(new TrutoAdapter({ ...given, accountId: "62f44730-dd91-461e-bd6a-aedd9e0ad79d" })),
  weeek: (given) => methods(new WeeekAdapter(given)),
};

function methods(adapter: object): Operations {
  return adapter as Operations;
}
