import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, launch, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createContractLines } from "../../../src/report/suite/contract-lines.ts";
import { formatHtml } from "../../../src/report/suite/html.ts";
import { folderOf, goodReport, hostileReport } from "./hostile-report.ts";

const asIs = <T>(told: T): T => told;
const linesOf = createContractLines(folderOf);
const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

it("makes no markup of anything that an adapter says", () => {
  const html = formatHtml(hostileReport, asIs, linesOf);
  expect(html.match(/<script|<img/g)).toEqual(["<script"]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through.
  expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ud800\u202e](?![\udc00-\udfff])/);
});

it("fetches nothing", () => {
  const html = formatHtml(hostileReport, asIs, linesOf);
  expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  expect([...html.matchAll(/<[^>]*\s(?:src|href)="([^"]*)"/g)].filter(([, url]) => !url?.startsWith("#"))).toEqual([]);
});

it("shows the contract's lines around what is broken, with the line marked", () => {
  const html = formatHtml(hostileReport, asIs, linesOf);
  expect(/<pre>20 {2}.*?<\/pre>/s.exec(html)?.[0]).toMatchInlineSnapshot(`
    "<pre>20              application/json:
    21                schema: { type: array, items: { $ref: &quot;#/components/schemas/Task&quot; } }
    22          &quot;400&quot;: { $ref: &quot;#/components/responses/Refusal&quot; }
    23          &quot;401&quot;: { $ref: &quot;#/components/responses/Refusal&quot; }
    <mark>24      post:</mark>25        operationId: createTask
    26        summary: Create a task
    27        requestBody:
    28          required: true
    </pre>"
  `);
});

describe.skipIf(chromium === undefined)(
  `in Chromium${chromium === undefined ? ", which is not installed" : ""}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "standin-html-"));
    let browser: Browser;

    beforeAll(async () => {
      browser = await launch({
        executablePath: chromium as string,
        // Chromium has no sandbox for root, and the page is ours.
        args: ["--no-sandbox", "--disable-dev-shm-usage"],
      });
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    }, 30_000);

    /** Opens a report from the disk, and answers what goes wrong on it and what it asks the network for. */
    async function open(name: string, html: string): Promise<{ page: Page; asked: string[]; wrong: string[] }> {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, html);
      const page = await browser.newPage();
      const asked: string[] = [];
      const wrong: string[] = [];
      const url = pathToFileURL(file).href;
      page.on("request", (request) => request.url() !== url && asked.push(request.url()));
      page.on("pageerror", (error) => wrong.push(String(error)));
      page.on("dialog", (dialog) => {
        wrong.push(dialog.message());
        return dialog.dismiss();
      });
      page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
      await page.goto(url);
      return { page, asked, wrong };
    }

    /** What axe finds: each rule with the places. */
    async function findWithAxe(page: Page): Promise<unknown[]> {
      await page.evaluate(axe.source);
      const found = (await page.evaluate("axe.run()")) as {
        violations: { id: string; nodes: { target: unknown }[] }[];
        passes: unknown[];
      };
      expect(found.passes.length).toBeGreaterThan(10);
      return found.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
    }

    it.each([
      ["bad", hostileReport],
      ["good", goodReport],
    ])("is clean for axe, runs nothing and fetches nothing: a %s one", { timeout: 60_000 }, async (name, report) => {
      const { page, asked, wrong } = await open(name, formatHtml(report, asIs, linesOf));
      await page.$$eval("details", (all) => {
        for (const one of all) one.open = true;
      });
      expect(await findWithAxe(page)).toEqual([]);
      expect({ asked, wrong }).toEqual({ asked: [], wrong: [] });
      expect(await page.$eval(".verdict", (verdict) => verdict.textContent)).toBe(
        name === "good" ? "Conforms" : "Does not conform",
      );
    });

    it("is found through, opened and closed by mouse and keyboard", { timeout: 60_000 }, async () => {
      const { page, wrong } = await open("clicked", formatHtml(hostileReport, asIs, linesOf));
      const opened = () => page.$$eval("details.case", (all) => all.filter((one) => one.open).length);
      const told = () => page.$eval("#told", (status) => status.textContent);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("To the findings");
      await page.click("details.case summary");
      expect(await opened()).toBe(1);
      await page.click("#open");
      expect(await opened()).toBe(3);
      await page.focus("#close");
      await page.keyboard.press("Enter");
      expect(await opened()).toBe(0);
      await page.focus("details.case summary");
      await page.keyboard.press("Space");
      expect(await opened()).toBe(1);
      await page.type("#filter", "createTask documented known");
      expect(await told()).toBe("1 of 3 shown");
      expect(await page.$$eval("details.case", (all) => all.filter((one) => one.checkVisibility()).length)).toBe(1);
      await page.click('a[href="#fields-acme-createTask"]');
      await page.waitForSelector("#fields-acme-createTask[open]");
      expect(wrong).toEqual([]);
    });
  },
);
