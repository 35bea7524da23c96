import type { ServedProvider } from "../provider.ts";
import { patchSnapshot } from "../state/patch-snapshot.ts";
import { type Restoration, readSnapshot, type Snapshot, takeSnapshot } from "../state/snapshot.ts";
import type { Space } from "../store.ts";
import { defaultTenant } from "../tenancy.ts";
import { requireProvider } from "./parameters.ts";
import type { ControlContext, ControlRequest, ControlRoute } from "./routes.ts";

export const stateRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/state/{provider}",
    parameters: ["tenant"],
    async answer(context, request) {
      const { provider, tenant } = placeOf(context, request);
      return takeSnapshot(await context.store.peek(provider.id, tenant), provider, context);
    },
  },
  {
    method: "PUT",
    path: "/state/{provider}",
    parameters: ["tenant"],
    answer: (context, request) =>
      restore(context, request, (space, provider) => readSnapshot(request.body, space, provider, context)),
  },
  {
    method: "PATCH",
    path: "/state/{provider}",
    parameters: ["tenant"],
    answer: (context, request) =>
      restore(context, request, (space, provider) => patchSnapshot(request.body, space, provider, context)),
  },
];

/** Judges what was sent beside the space as it is, and only then has the tenant kept for it. */
async function restore(
  context: ControlContext,
  request: ControlRequest,
  read: (space: Space, provider: ServedProvider) => Restoration,
): Promise<Snapshot> {
  const { store } = context;
  const { provider, tenant } = placeOf(context, request);
  const apply = read(await store.peek(provider.id, tenant), provider);
  const space = await store.load(provider.id, tenant);
  apply(space);
  await store.save(space, 0);
  return takeSnapshot(space, provider, context);
}

function placeOf(
  { providers }: ControlContext,
  { path, parameters: { tenant = defaultTenant } }: ControlRequest,
): { provider: ServedProvider; tenant: string } {
  return { provider: requireProvider(path.provider as string, providers), tenant };
}
