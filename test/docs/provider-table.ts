import { readSection, readTable } from "./markdown.ts";

/** A row of README.md's table of providers. Cells are Markdown. */
export interface ProviderRow {
  id: string;
  baseUrl: string;
  credential: string;
  partition: string;
  record: string;
  operations: string;
}

/** The providers that README.md speaks of. Others may be there: nobody has to edit it to add one. */
export function readProviderTable(readme: string): ProviderRow[] {
  return readTable(readSection(readme, "Providers")).map((cells) => {
    const [link = "", baseUrl = "", credential = "", partition = "", record = "", operations = ""] = cells;
    return { id: /^\[(.+)\]/.exec(link)?.[1] ?? link, baseUrl, credential, partition, record, operations };
  });
}
