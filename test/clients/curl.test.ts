import { expect } from "vitest";
import { curlIsMissing, shell } from "./curl.ts";
import { type ReferencePage, referencePages } from "./reference-pages.ts";
import { type ClientTenant, standInTest } from "./stand-in-test.ts";

function fillIn(command: string, { host, fill }: ReferencePage, tenant: ClientTenant, url = tenant.baseUrl): string {
  return fill(tenant).reduce(
    (filled, [placeholder, value]) => filled.replace(placeholder, value),
    command.replace(host, url),
  );
}

for (const [provider, page] of Object.entries(referencePages)) {
  const it = standInTest(provider).skipIf(curlIsMissing);
  const { name, value, other } = page.member;

  it(`${provider}: the reference page's request gets the page's response`, async ({ tenant }) => {
    const answer = await shell(fillIn(page.command, page, tenant));
    expect(JSON.parse(answer)).toEqual(page.answer(value));
    const [exchange] = tenant.exchanges();
    expect(exchange?.response).toMatchObject({ status: 200, headers: { "content-type": page.contentType } });
  });

  it(`${provider}: so does the request that still names the vendor's host`, async ({ tenant }) => {
    const command = fillIn(page.command, page, tenant, page.host.replace("https:", "http:"));
    const { host } = new URL(tenant.baseUrl);
    const answer = await shell(command.replace("curl ", `curl --connect-to ::${host} `));
    expect(JSON.parse(answer)).toEqual(page.answer(value));
  });

  it(`${provider}: another value comes back, and a read finds it`, async ({ tenant }) => {
    const command = fillIn(page.command, page, tenant);
    const changed = command.replace(`"${name}": "${value}"`, `"${name}": "${other}"`);
    expect(changed).not.toBe(command);
    expect(JSON.parse(await shell(changed))).toEqual(page.answer(other));
    if (page.read === null) return;
    const stored = await shell(fillIn(page.read, page, tenant));
    expect(JSON.parse(stored)).toEqual((page.stored ?? page.answer)(other));
  });
}
