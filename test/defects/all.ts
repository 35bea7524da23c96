import { ctrlHub } from "./ctrl-hub.ts";
import type { Defect } from "./defect.ts";
import { stackone } from "./stackone.ts";
import { stuut } from "./stuut.ts";
import { truto } from "./truto.ts";
import { weeek } from "./weeek.ts";

/** The defects of all adapters of examples/, in the order in which docs/defects.md has them. */
export const allDefects: readonly (readonly [folder: string, className: string, defects: readonly Defect[]])[] = [
  ["ctrl-hub", "CtrlHubAdapter", ctrlHub],
  ["stackone", "StackOneAdapter", stackone],
  ["stuut", "StuutAdapter", stuut],
  ["truto", "TrutoAdapter", truto],
  ["weeek", "WeeekAdapter", weeek],
];
