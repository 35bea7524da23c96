import { sample } from "../../mocks/ctrl-hub/samples.ts";
import { createMock, type Mock } from "./create-mock.ts";

/** The id of the organisation of the reference page, and of its contact. */
export const exampleId = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
export const base = `/ctrl-hub/v3/orgs/${exampleId}/customers`;
export const contactPath = `${base}/contacts/${exampleId}`;
export const jsonApi = "application/vnd.api+json";

/** The ids of the scenario's other records. */
export const contact = (n: number) => sample("contact", n);
export const account = (n: number) => sample("account", n);
export const interaction = (n: number) => sample("interaction", n);

export const idsOf = (data: { id: string }[]) => data.map(({ id }) => id);

/** A stand-in, and requests as the reference page shows them. */
export function createCtrlHub(): Mock & { get(path: string): ReturnType<Mock["send"]> } {
  const mock = createMock("ctrl-hub", { headers: { "x-session-token": "standin-key" } });
  return {
    ...mock,
    get: (path) => mock.send("get", path),
    send: (method, path, body) => mock.send(method, path).type(jsonApi).send(body),
  };
}
