/** A mistake in a set-up, or a wait in vain: never a finding about an exchange, and never an answer in a vendor's voice. */
export class StandinError extends Error {
  override readonly name = "StandinError";
  readonly code: StandinErrorCode;

  constructor(code: StandinErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Every code, with what it means. */
export const standinErrorCodes = {
  CONTRACT_UNREADABLE: "a contract file is missing, or is neither YAML nor JSON",
  CONTRACT_INVALID:
    "a contract is no OpenAPI 3.1 document, or one of its schemas, patterns or references cannot be compiled",
  PROVIDER_UNKNOWN: "a provider was named that no folder defines",
  PROVIDER_INCOMPLETE: "a provider's folder lacks its contract or its mock",
  MOCK_INVALID: "a mock cannot be loaded, or does not fit its contract",
  SCENARIO_UNKNOWN: "a scenario was named that the mock does not define",
  STATE_INVALID:
    "a state cannot be told as JSON, or does not keep to its scenario and contract, or a file is none of states",
  STATE_UNAVAILABLE: "the file of the states cannot be read or written, or another process has it",
  OPTION_INVALID: "an option has a value that is not allowed",
  ADDRESS_UNAVAILABLE: "the address cannot be listened on",
  SCHEMA_INVALID: "a JSON Schema of an adapter cannot be compiled",
  SUITE_INVALID: "what is said of an adapter does not fit its provider's contract",
  WAIT_TIMEOUT: "the exchanges that were waited for did not come in time",
  WAIT_ENDED: "Standin was closed while exchanges were waited for",
  CONFIG_INVALID: "a file that says what is to be tested is missing, or something in it cannot be",
  ARCHIVE_INVALID: "a file of recorded exchanges cannot be read",
} as const;

export type StandinErrorCode = keyof typeof standinErrorCodes;
