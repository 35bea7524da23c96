import type { Evidence } from "../exchange.ts";
import type { ValueChecker } from "./check-value.ts";
import type { CredentialNames } from "./credential-names.ts";
import type { ContractDocuments, Node } from "./documents.ts";

/** A provider's contract, loaded and held to be compilable; validators are compiled when first needed. */
export interface Contract {
  provider: string;
  documents: ContractDocuments;
  /** Checks values by the contract's schemas. */
  checker: ValueChecker;
  /** At least one. */
  servers: readonly Server[];
  operations: readonly Operation[];
  /** Where the paths are stated. */
  paths: Node;
  securitySchemes: Readonly<Record<string, SecurityScheme>>;
  /** By what credentials are known, those of the schemes and others. */
  credentials: CredentialNames;
  /** What was loaded but is not checked, such as a format that nobody defines. */
  warnings: readonly string[];
}

export interface Server {
  /** Such as "https://api.example.com". */
  origin: string;
  /** Lower case, with the port if the contract names one. */
  host: string;
  /** Without a trailing slash; "" at the root. */
  basePath: string;
}

export interface Operation {
  id: string;
  /** Upper case. */
  method: string;
  /** The template as the contract writes it. */
  path: string;
  summary: string;
  deprecated: boolean;
  node: Node;
  evidence: Evidence;
  source: string | null;
  parameters: readonly Parameter[];
  requestBody: RequestBody | null;
  responses: readonly ResponseDefinition[];
  /** Alternatives, each a set of scheme names that are needed together; an empty set allows anonymous use. */
  security: readonly (readonly string[])[];
  /** Where the alternatives are stated. */
  securityNode: Node;
}

export type ParameterPlace = "path" | "query" | "header" | "cookie";
export type ParameterStyle = "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
/** How an array stands in a query: a[]=1, a[0]=1, a=1,2, a=1&a=2. */
export type ArrayFormat = "brackets" | "indices" | "comma" | "repeat";

export interface Parameter {
  name: string;
  in: ParameterPlace;
  required: boolean;
  deprecated: boolean;
  allowEmptyValue: boolean;
  style: ParameterStyle;
  explode: boolean;
  /** The spellings of an array that `x-array-format` allows; empty when style and explode alone decide. */
  arrayFormats: readonly ArrayFormat[];
  /** The media type of a parameter described by `content`. */
  mediaType: string | null;
  node: Node;
  /** Null when the contract gives no schema: anything goes. */
  schema: Node | null;
}

export interface RequestBody {
  required: boolean;
  content: readonly MediaType[];
  node: Node;
}

export interface MediaType {
  /** Lower case without parameters, such as "application/json" or "text/*". */
  type: string;
  /** The statement that no parameter may stand beside it (`x-media-type-parameters`), where there is one. */
  exact: Node | null;
  node: Node;
  schema: Node | null;
}

export interface ResponseDefinition {
  /** "200", "4XX" or "default". */
  status: string;
  content: readonly MediaType[];
  headers: readonly Parameter[];
  node: Node;
}

export interface SecurityScheme {
  name: string;
  type: "http" | "apiKey" | "oauth2" | "openIdConnect" | "mutualTLS";
  /** Lower case, for http: "basic", "bearer". */
  scheme: string | null;
  /** For apiKey. */
  parameter: { name: string; in: "header" | "query" | "cookie" } | null;
  /** Basic credentials without the colon are taken too (`x-basic-without-colon`). */
  withoutColon: boolean;
  /** The password of Basic credentials is empty (`x-basic-empty-password`). */
  emptyPassword: boolean;
  node: Node;
}
