import type { Account, Contact, Interaction, Organisation, Times, User } from "./state.ts";

const prefixes = {
  contact: "c0117ac7",
  account: "acc00117",
  interaction: "17e2ac70",
  user: "05e20000",
  organisation: "02600000",
};

/** The uuid of the nth sample of a kind: the same in every run, whatever the seed. */
export function sample(kind: keyof typeof prefixes, n: number): string {
  return `${prefixes[kind]}-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

export function contactOf(id: string, organisation: string, author: string, n: number): Contact {
  const first = pick(firstNames, n);
  const last = pick(lastNames, n * 3);
  const modified = instant(n * 31 + ((n * 17) % 29));
  return {
    id,
    organisation,
    attributes: {
      first_name: first,
      last_name: last,
      ...(n % 9 === 4 ? {} : { email: `${plain(first)}.${plain(last)}.${n}@example.com` }),
      ...(n % 8 === 5 ? {} : { telephone: telephone(n) }),
      salutation: pick(salutations, n),
      association: pick(associations, n),
    },
    meta: { created_at: instant((n - 1) * 31), updated_at: modified, modified_at: modified },
    author,
    accounts: [],
    interactions: [],
  };
}

export function accountOf(id: string, organisation: string, author: string, n: number): Account {
  return { id, organisation, meta: madeAt(instant((n - 1) * 23)), author, contacts: [], interactions: [] };
}

export function interactionOf(
  id: string,
  organisation: string,
  account: string,
  representative: string,
  n: number,
): Interaction {
  return {
    id,
    organisation,
    attributes: {
      method: pick(["telephone", "email", "letter", "sms"] as const, n - 1),
      direction: n % 2 === 0 ? "inbound" : "outbound",
      date_time: instant(n * 29),
      contacted: n % 3 !== 0,
      status: n % 3 === 0 ? "scheduled" : "complete",
      notes: pick(notes, n),
    },
    meta: madeAt(instant(n * 29)),
    contact: null,
    account,
    representative,
  };
}

export function userOf(id: string, n: number): User {
  const first_name = pick(["Alex", "Sam", "Priya", "Tomos"], n - 1);
  const last_name = pick(["Morgan", "Okafor", "Nair", "Evans"], n - 1);
  const email = `${first_name}.${last_name}@example.com`.toLowerCase();
  return { id, attributes: { email, profile: { personal: { first_name, last_name } } } };
}

export function organisationOf(id: string, n: number): Organisation {
  const name = pick(["Harbour Utilities", "Northfield Water"], n - 1);
  const slug = name.toLowerCase().replace(" ", "-");
  return { id, attributes: { name, slug, description: "" }, meta: { created_at: instant(0), status: "active" } };
}

/**
 * Hours after the moment that the reference page shows, without fractions of a second as there. Remembered, for each tenant
 * has records of its own, and a test suite has hundreds of tenants.
 */
function instant(hours: number): string {
  instants[hours] ??= new Date(Date.UTC(2023, 10, 7, 5, 31, 56) + hours * 3_600_000)
    .toISOString()
    .replace(".000Z", "Z");
  return instants[hours];
}

const instants: Record<number, string> = {};

/** Of a record that was not changed since it was made. */
function madeAt(time: string): Times {
  return { created_at: time, updated_at: time, modified_at: time };
}

/** A number from the range that is reserved for fiction in the United Kingdom. */
function telephone(n: number): string {
  return `+441632960${String((n * 37) % 1000).padStart(3, "0")}`;
}

/** In lower case without accents, as an address needs it. */
function plain(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}

function pick<T>(values: readonly T[], n: number): T {
  return values[n % values.length] as T;
}

const firstNames = ["Amara", "Ben", "Dafydd", "Chloé", "Elif", "Farah", "Grace", "Henryk", "Isla", "Joao", "Kiran"];
const lastNames = ["Abbott", "Begum", "Carter", "Dupont", "Eze", "Fisher", "Gruffudd", "Hughes", "Ito", "Jónsson"];
const salutations = ["Mrs", "Ms", "Mr", "Dr", "Mx"];
const associations = ["owner", "landlord", "occupier", "agent"];
const notes = ["Appointment agreed", "Asked for a call back", "Letter of notice sent", ""];
