import type { Compared } from "./compare.ts";
import type { Defect } from "./defect.ts";
import { introduction, method } from "./prose.ts";

/** What it takes to see a defect, by the part that it is caught in. */
const kinds: readonly { name: string; has: (part: string) => boolean }[] = [
  { name: "in one request: its path, query, headers or body", has: (part) => part.startsWith("request.") },
  { name: "in several exchanges, over time", has: (part) => part === "sequence" },
  { name: "in the adapter itself: its input, its result, how it ends", has: (part) => part === "adapter" },
];

/** docs/defects.md. */
export function toPage(adapters: readonly (readonly [folder: string, compared: readonly Compared[]])[]): string {
  const all = adapters.flatMap(([, compared]) => compared);
  const sections = adapters.map(([folder, compared]) =>
    [
      `## ${folder}`,
      "",
      toTable(["the adapter", "rule", "place", "case", "`prism proxy`"]),
      ...compared.map(toRow),
      "",
    ].join("\n"),
  );
  const counted = [...kinds, { name: "together", has: () => true }].map(({ name, has }) => {
    const ofKind = all.filter(({ defect }) => has(defect.caught.part));
    const caught = ofKind.filter((one) => one.caught !== undefined).length;
    return toLine([name, ofKind.length, caught, ofKind.filter(({ prism }) => prism.length > 0).length].map(String));
  });
  const summary = toTable(["shows", "defects", "Standin", "`prism proxy`"]);
  return [introduction, "", summary, ...counted, "", method, "", sections.join("\n")].join("\n");
}

/** The first three cells of a defect's row, which tell what and where. */
export function toPlace({ name, caught: { part, rule, pointer = "" } }: Defect): [string, string, string] {
  return [name, `\`${rule}\``, `\`${pointer === "" ? part : `${part} ${pointer}`}\``];
}

function toRow({ defect, caught, prism }: Compared): string {
  const { pointer } = caught ?? {};
  const place = toPlace(pointer === undefined ? defect : { ...defect, caught: { ...defect.caught, pointer } });
  const said = prism.length === 0 ? "nothing" : prism.map((one) => `\`${one}\``).join(", ");
  return toLine([...place, caught === undefined ? "not caught" : caught.case, said]);
}

function toTable(head: readonly string[]): string {
  return `${toLine(head)}\n|${"---|".repeat(head.length)}`;
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
