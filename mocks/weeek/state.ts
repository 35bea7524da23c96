/** A string that belongs to a record, with an id of its own. */
export type Entry<Field extends string> = { id: string } & { [name in Field]: string };

export interface Contact {
  id: string;
  creatorId: string;
  lastName: string | null;
  firstName: string;
  middleName: string | null;
  /** Ids. An organization's contacts are read from here, so that the two sides cannot differ. */
  organizations: string[];
  emails: Entry<"email">[];
  phones: Entry<"phone">[];
  tags: number[];
  createdAt: string;
  updatedAt: string;
}

export interface Organization {
  id: string;
  creatorId: string;
  name: string;
  responsibleId: string | null;
  addresses: Entry<"address">[];
  emails: Entry<"email">[];
  phones: Entry<"phone">[];
  tags: number[];
  createdAt: string;
  updatedAt: string;
}

export interface Tag {
  id: number;
  title: string;
  color: string;
}

export interface WeeekState {
  contacts: Map<string, Contact>;
  organizations: Map<string, Organization>;
  /** Keyed by the id as text. */
  tags: Map<string, Tag>;
  /** Counts up and never back: a deleted tag's id does not return. */
  nextTagId: number;
}

/** The member whose token is used: the creator of what is created. */
export const memberId = "688ebf54-d343-4104-8711-82c2feac534a";

export function emptyState(): WeeekState {
  return {
    contacts: new Map(),
    organizations: new Map(),
    tags: new Map(),
    nextTagId: 1,
  };
}
