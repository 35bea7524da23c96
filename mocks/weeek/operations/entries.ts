import type { Context, Handler } from "../../../src/define.ts";
import { idOf } from "../id.ts";
import { inputOf } from "../input.ts";
import { recordNotFound, refuseMissing } from "../refusals.ts";
import type { Entry, WeeekState } from "../state.ts";
import { success, timestamp } from "../success.ts";

/** Where the entries of one field stand: on a contact or an organization. */
interface Place<Field extends string, Owner extends { updatedAt: string }> {
  field: Field;
  ownerId: "contactId" | "organizationId";
  entryId: `${Field}Id`;
  owners(state: WeeekState): Map<string, Owner>;
  entries(owner: Owner): Entry<Field>[];
}

type EntryHandlers = Record<"create" | "update" | "remove", Handler<WeeekState>>;

/** The three operations on the email addresses, phone numbers or addresses of a record. */
export function entryHandlers<Field extends string, Owner extends { updatedAt: string }>(
  place: Place<Field, Owner>,
): EntryHandlers {
  const { field, entries } = place;
  const find = (state: WeeekState, path: Readonly<Record<string, unknown>>) =>
    place.owners(state).get(idOf(path[place.ownerId]));
  const touch = (owner: Owner, context: Context<WeeekState>) => {
    owner.updatedAt = timestamp(context);
  };

  return {
    create(request, context) {
      const input = inputOf(request);
      const refusal = refuseMissing(input, field);
      if (refusal !== undefined) return refusal;
      const owner = find(context.state, request.path);
      if (owner === undefined) return recordNotFound();

      const entry = newEntry(context.nextId(), field, input(field) as string);
      entries(owner).push(entry);
      touch(owner, context);
      return success({ [field]: entry });
    },

    update(request, context) {
      const input = inputOf(request);
      const refusal = refuseMissing(input, field);
      if (refusal !== undefined) return refusal;
      const owner = find(context.state, request.path);
      const entry = owner && entries(owner).find(({ id }) => id === idOf(request.path[place.entryId]));
      if (owner === undefined || entry === undefined) return recordNotFound();

      Object.assign(entry, { [field]: input(field) });
      touch(owner, context);
      return success({ [field]: entry });
    },

    remove({ path }, context) {
      const owner = find(context.state, path);
      const index = owner === undefined ? -1 : entries(owner).findIndex(({ id }) => id === idOf(path[place.entryId]));
      if (owner === undefined || index === -1) return recordNotFound();

      entries(owner).splice(index, 1);
      touch(owner, context);
      return success();
    },
  };
}

/** Makes entries of a request's strings; a string that was there before keeps its id (assumed). */
export function toEntries<Field extends string>(
  field: Field,
  values: readonly string[],
  current: readonly Entry<Field>[],
  nextId: () => string,
): Entry<Field>[] {
  const kept = new Map<string, Entry<Field>[]>();
  for (const entry of current) {
    const same = kept.get(entry[field]);
    if (same === undefined) kept.set(entry[field], [entry]);
    else same.push(entry);
  }
  return values.map((value) => kept.get(value)?.shift() ?? newEntry(nextId(), field, value));
}

function newEntry<Field extends string>(id: string, field: Field, value: string): Entry<Field> {
  return { id, [field]: value } as Entry<Field>;
}
