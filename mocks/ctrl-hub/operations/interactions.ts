import type { Handler } from "../../../src/define.ts";
import { notFound } from "../refusals.ts";
import { setContact } from "../relations.ts";
import type { Identifier } from "../resources.ts";
import { findIn, type State } from "../state.ts";

export const setInteractionContact: Handler<State> = ({ path, body }, { state }) => {
  const organisation = String(path.org_id).toLowerCase();
  const interaction = findIn(state.interactions, organisation, path.id);
  if (interaction === undefined) return notFound("interaction", path.id);
  const { data } = body as { data: Identifier | null };
  const contact = data === null ? null : findIn(state.contacts, organisation, data.id);
  if (contact === undefined) return notFound("contact", data?.id, "/data");
  setContact(state, interaction, contact);
  return { status: 204 };
};
