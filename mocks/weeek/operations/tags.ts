import type { CheckedRequest, Context, Handler, Reply } from "../../../src/define.ts";
import { inputOf } from "../input.ts";
import { recordNotFound, refuseMissing } from "../refusals.ts";
import type { WeeekState } from "../state.ts";
import { success } from "../success.ts";

/** Only an update can say another: a creation takes no color (assumed; the color is the document's example). */
const defaultColor = "#aaaaaa";

function listTags(_request: CheckedRequest, { state }: Context<WeeekState>): Reply {
  return success({ tags: [...state.tags.values()] });
}

function createTag(request: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const input = inputOf(request);
  const refusal = refuseMissing(input, "title");
  if (refusal !== undefined) return refusal;

  // A state that was edited may have more tags than were counted.
  while (state.tags.has(String(state.nextTagId))) state.nextTagId += 1;
  const tag = { id: state.nextTagId, title: input("title") as string, color: defaultColor };
  state.nextTagId += 1;
  state.tags.set(String(tag.id), tag);
  return success({ tag });
}

function getTag({ path }: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const tag = state.tags.get(String(path.id));
  return tag === undefined ? recordNotFound() : success({ tag });
}

function updateTag(request: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const input = inputOf(request);
  const refusal = refuseMissing(input, "title", "color");
  if (refusal !== undefined) return refusal;
  const tag = state.tags.get(String(request.path.id));
  if (tag === undefined) return recordNotFound();

  tag.title = input("title") as string;
  tag.color = input("color") as string;
  return success();
}

/** The tag is gone from contacts and organizations as well (assumed). */
function deleteTag({ path }: CheckedRequest, { state }: Context<WeeekState>): Reply {
  const tag = state.tags.get(String(path.id));
  if (tag === undefined) return recordNotFound();
  state.tags.delete(String(tag.id));
  for (const record of [...state.contacts.values(), ...state.organizations.values()]) {
    record.tags = record.tags.filter((id) => id !== tag.id);
  }
  return success();
}

export const tags = { listTags, createTag, getTag, updateTag, deleteTag } satisfies Record<string, Handler<WeeekState>>;
