import type { Scenario } from "../../src/define.ts";
import { type Assignment, emptyState, type InternalContact, type InternalRole, type State } from "./state.ts";

/** The time that the reference page's example prints. */
const exampleTime = "2023-11-07T05:31:56Z";

const partners: [id: string, name: string][] = [
  ["standin-partner", "Acme Corporation"],
  ["standin-partner-2", "Globex"],
  ["standin-partner-3", "Initech"],
  ["standin-partner-4", "Umbrella Logistics"],
];

const team: [
  mailbox: string,
  given: string | null,
  family: string | null,
  phone: string | null,
  title: string | null,
][] = [
  ["ada.lovelace", "Ada", "Lovelace", "+14155552671", "Customer Success Manager"],
  ["grace.hopper", "Grace", "Hopper", "+12125550187", "Account Executive"],
  ["alan.turing", "Alan", "Turing", "+442079460958", "Account Manager"],
  ["katherine.johnson", "Katherine", "Johnson", null, "Practice Lead"],
  ["edsger.dijkstra", "Edsger", "Dijkstra", "+31201234567", null],
  ["radia.perlman", "Radia", "Perlman", "+16175550142", "Customer Success Manager"],
  ["barbara.liskov", "Barbara", "Liskov", "+16175550177", "Account Executive"],
  ["donald.knuth", "Donald", "Knuth", null, "Account Manager"],
  ["margaret.hamilton", "Margaret", "Hamilton", "+12025550123", "Practice Lead"],
  ["john.mccarthy", "John", "McCarthy", "+14155550199", "Account Manager"],
  ["frances.allen", "Frances", "Allen", null, null],
  ["niklaus.wirth", "Niklaus", "Wirth", "+41446681800", "Account Executive"],
  ["hedy.lamarr", "Hedy", "Lamarr", "+4315125555", "Customer Success Manager"],
  ["jose.munoz", "José", "Muñoz", "+34910123456", "Account Manager"],
  ["soren.agard", "Søren", "Ågård", "+4532123456", "Account Executive"],
  ["zoe.oneill", "Zoë", "O’Neill", "+35312345678", "Customer Success Manager"],
  ["li.ming", "明", "李", "+861062345678", "Account Manager"],
  ["annie.easley", "Annie", "Easley", "+12165550110", "Practice Lead"],
  ["leslie.lamport", "Leslie", "Lamport", null, "Account Executive"],
  ["vint.cerf", "Vint", "Cerf", "+17035550164", "Account Manager"],
  ["lynn.conway", "Lynn", "Conway", "+17345550131", "Customer Success Manager"],
  ["ken.thompson", "Ken", "Thompson", "+19085550108", null],
  ["adele.goldberg", "Adele", "Goldberg", "+16505550155", "Account Executive"],
  // Known by an e-mail address alone, as after an import.
  ["billing", null, null, null, null],
];

/** The contact's place in the team, the role and the partner's place, null for a floating assignment. */
const roles: [member: number, role: InternalRole, partner: number | null][] = [
  [0, "csm", 0],
  [1, "account_executive", 0],
  [2, "account_manager", 0],
  [3, "practice_lead", 0],
  [0, "csm", 1],
  [5, "co_lead", 1],
  [6, "account_executive", 1],
  [8, "lead", 1],
  [0, "lead", 2],
  [9, "account_manager", 2],
  [11, "account_executive", 2],
  [12, "csm", 3],
  [0, "csm", null],
  [13, "account_manager", null],
  [17, "practice_lead", null],
  [23, "csm", null],
];

/** The reference page's example record, with a team and the partners that it looks after. */
export const documented: Scenario<State> = (sources) => {
  const state = empty(sources);
  for (const [place, member] of team.entries()) {
    const contact = teamMember(place, ...member);
    state.contacts.set(contact.id, contact);
  }
  for (const [place, [member, role, partner]] of roles.entries()) {
    const assignment = teamRole(place, member, role, partner);
    state.assignments.set(assignment.id, assignment);
  }
  return state;
};

/** An organization without internal contacts; its partners are there, for no operation here makes one. */
export const empty: Scenario<State> = () => {
  const state = emptyState();
  for (const [id, name] of partners) state.partners.set(id, { id, name });
  return state;
};

function teamMember(place: number, ...[mailbox, given, family, phone, title]: (typeof team)[number]): InternalContact {
  return {
    created_at: exampleTime,
    // The example was changed; the others, in turn, were and were not.
    modified_at: place % 2 === 0 ? exampleTime : null,
    id: numbered("standin-contact", place),
    email: `${mailbox}@example.com`,
    given_name: given,
    family_name: family,
    name: given === null || family === null ? null : `${given} ${family}`,
    phone,
    job_title: title,
    object: "internal_contact",
  };
}

function teamRole(place: number, member: number, role: InternalRole, partner: number | null): Assignment {
  return {
    created_at: exampleTime,
    modified_at: null,
    id: numbered("standin-assignment", place),
    internal_role: role,
    partner_id: partner === null ? null : numbered("standin-partner", partner),
    remote_id: place % 2 === 0 ? `crm-${4711 + place}` : null,
    internal_contact_id: numbered("standin-contact", member),
  };
}

/** The first of a kind has the plain name, as users and tests know it. */
function numbered(name: string, place: number): string {
  return place === 0 ? name : `${name}-${place + 1}`;
}
