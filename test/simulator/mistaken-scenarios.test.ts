import { rmSync } from "node:fs";
import request from "supertest";
import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../src/index.ts";
import { writeProvider } from "./clumsy-provider.ts";
import { bearer } from "./fixture.ts";

it.each(["async () => ({})", 'async () => { throw new Error("late"); }'])(
  "tells a scenario that answers a promise: %s",
  async (scenario) => {
    const folder = writeProvider({ handlers: ["() => ({ status: 200 })"], scenario });
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { app } = createApp({ providersDir: folder, providers: ["clumsy"], log: () => {} });
    const response = await request(app).get("/clumsy/0").set(bearer);
    expect([response.status, response.body.detail]).toEqual([
      500,
      '[clumsy] do0 threw: TypeError: The scenario "documented" answered a promise. A state is answered at once: remove async and await.',
    ]);
  },
);
