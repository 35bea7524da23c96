import { type Contact, emptyState, memberId, type Organization, type WeeekState } from "./state.ts";

/** The id that the reference page's example gives to the contact, its email, its phone and its organization. */
export const exampleId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

const firstNames = ["Anna", "Boris", "Чингиз", "Daria", "Egor", "Фёдор", "Galina", "Ivan", "Юлия", "Karl"];
const lastNames = ["Orlova", "Petrov", "Смирнова", "Weber", null, "O'Neill", "Zimmermann"];
const middleNames = [null, "Ivanovna", null, null, "Petrovich"];
const organizationNames = [
  "Aurora Logistics",
  "Byte & Sons",
  "Вектор",
  "Delta Print",
  "Ecoline",
  "Fabrika",
  "Granit",
  "Horizon Travel",
  "Искра",
  "Juno Clinics",
  "Kvant",
];
const tagTitles = ["Backend", "Client", "Partner", "Supplier", "VIP", "Newsletter", "Lead", "Архив"];

/** The reference page's example, and beside it a workspace of 64 contacts, 12 organizations and 9 tags. */
export function documented(): WeeekState {
  const state = emptyState();

  state.tags.set("0", { id: 0, title: "Reference", color: "#aaaaaa" });
  for (const [index, title] of tagTitles.entries()) {
    const id = index + 1;
    state.tags.set(String(id), { id, title, color: id === 1 ? "#aaaaaa" : `#${String(id).repeat(6)}` });
  }
  state.nextTagId = tagTitles.length + 1;

  state.organizations.set(exampleId, {
    ...organization(0),
    id: exampleId,
    name: "Reference Organization",
    createdAt: "2019-08-24T14:15:22Z",
    updatedAt: "2019-08-24T14:15:22Z",
  });
  for (let number = 1; number <= organizationNames.length; number += 1) {
    const record = organization(number);
    state.organizations.set(record.id, record);
  }

  state.contacts.set(exampleId, {
    id: exampleId,
    creatorId: memberId,
    lastName: "string",
    firstName: "string",
    middleName: "string",
    organizations: [exampleId],
    emails: [{ id: exampleId, email: "user@example.com" }],
    phones: [{ id: exampleId, phone: "string" }],
    tags: [0],
    createdAt: "2019-08-24T14:15:22Z",
    updatedAt: "2019-08-24T14:15:22Z",
  });
  for (let number = 1; number < 64; number += 1) {
    const record = contact(number, [...state.organizations.keys()]);
    state.contacts.set(record.id, record);
  }
  return state;
}

/** A workspace that has nothing yet. */
export function empty(): WeeekState {
  return emptyState();
}

function organization(number: number): Organization {
  return {
    id: id("a", number),
    creatorId: memberId,
    name: organizationNames[number - 1] ?? "",
    responsibleId: number % 3 === 0 ? null : memberId,
    addresses: [{ id: id("b", number), address: `${number} Example Street, Berlin` }],
    emails: [{ id: id("e", 1000 + number), email: `office${number}@example.org` }],
    phones: number % 2 === 0 ? [{ id: id("f", 1000 + number), phone: `+4930900${10 + number}` }] : [],
    tags: [number % 9],
    createdAt: date(number),
    updatedAt: date(100 - number),
  };
}

function contact(number: number, organizationIds: readonly string[]): Contact {
  const employer = organizationIds[number % organizationIds.length] as string;
  const other = organizationIds[(number + 5) % organizationIds.length] as string;
  return {
    id: id("c", number),
    creatorId: memberId,
    lastName: lastNames[number % lastNames.length] ?? null,
    firstName: firstNames[number % firstNames.length] as string,
    middleName: middleNames[number % middleNames.length] ?? null,
    organizations: number % 4 === 0 ? [] : number % 6 === 1 ? [employer, other] : [employer],
    emails: number % 5 === 0 ? [] : [{ id: id("e", number), email: `contact${number}@example.com` }],
    phones: number % 3 === 0 ? [] : [{ id: id("f", number), phone: `+49151000${100 + number}` }],
    tags: number % 2 === 0 ? [number % 9] : [],
    createdAt: date(number),
    // Not in the order of creation, so that the two orders differ.
    updatedAt: date(100 + ((number * 37) % 64)),
  };
}

/** A uuid that tells what it belongs to. */
function id(kind: string, number: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** The n-th hour after a Monday morning. Remembered: each tenant has records of its own. */
function date(hours: number): string {
  dates[hours] ??= new Date(Date.UTC(2024, 0, 1, 9) + hours * 3_600_000).toISOString().replace(".000Z", "Z");
  return dates[hours];
}

const dates: Record<number, string> = {};
