import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allDefects } from "./all.ts";
import { type Compared, compare } from "./compare.ts";
import { toPage } from "./page.ts";

// What `npm run defects` runs.
const file = join(import.meta.dirname, "../../docs/defects.md");
const adapters: [string, Compared[]][] = [];
for (const [folder, className, defects] of allDefects) {
  const compared = await compare(folder, className, defects);
  adapters.push([folder, compared]);
  const count = (has: (one: Compared) => boolean) => compared.filter(has).length;
  process.stderr.write(
    `${folder}: ${defects.length} defects, ${count(({ caught }) => caught !== undefined)} caught by Standin, ${count(({ prism }) => prism.length > 0)} by Prism\n`,
  );
}
writeFileSync(file, toPage(adapters));
