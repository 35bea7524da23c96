// Node.js runs TypeScript by itself from 22.18 on; before that jiti does, which comes with Standin.
if (process.features.typescript) await import("./driver.ts");
else await (await import("jiti")).createJiti(import.meta.url).import("./driver.ts");
