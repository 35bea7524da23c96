/** A connection to one customer's CRM. */
export interface IntegratedAccount {
  id: string;
  status: "active" | "needs_reauth";
  /** The provider no longer takes the connection's credential: its next call turns the status to needs_reauth. */
  credentialRefused: boolean;
  /** Read-only. */
  sandbox: boolean;
  blocked: boolean;
  /** What the provider said when it refused the credential. */
  lastError: string | null;
}

/** Members that the mapping knows, each a text; what is absent was not given. */
export type Parts<Member extends string> = Partial<Record<Member, string>>;

export type Address = Parts<"id" | "street_1" | "street_2" | "city" | "state" | "postal_code" | "country" | "type">;
export type PhoneNumber = Parts<"id" | "number" | "extension" | "type">;
export type Tag = Parts<"id" | "name">;
export type Url = Parts<"url" | "type">;
export type Owner = Parts<"id">;

/** An account of the connected CRM. Null: the provider has no value, and the answer has no such member. */
export interface Account {
  id: string;
  integratedAccountId: string;
  name: string | null;
  website: string | null;
  description: string | null;
  industry: string | null;
  numberOfEmployees: number | null;
  addresses: Address[];
  phoneNumbers: PhoneNumber[];
  tags: Tag[];
  urls: Url[];
  owner: Owner | null;
  customFields: Record<string, unknown>;
  /** RFC 3339, as are the other two; this one may be written, and stays as it was sent. */
  createdAt: string;
  updatedAt: string;
  lastActivityAt: string | null;
  /** What came as remote_data and went to the provider untouched. */
  passedThrough: Record<string, unknown>;
}

/** The first answer to an idempotency key. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

export interface TrutoState {
  integratedAccounts: Map<string, IntegratedAccount>;
  /** By `accountKey`: two customers' CRMs may use the same ids. */
  accounts: Map<string, Account>;
  /** The provider numbers its accounts. */
  lastAccountNumber: number;
  keptAnswers: Map<string, KeptAnswer>;
}

export function accountKey(integratedAccountId: string, id: string): string {
  return `${integratedAccountId}/${id}`;
}

export function emptyState(): TrutoState {
  return { integratedAccounts: new Map(), accounts: new Map(), lastAccountNumber: 23423522, keptAnswers: new Map() };
}
