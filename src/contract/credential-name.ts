/** What a name alone tells of whether a credential stands under it. */

/** A name as it was sent: `oauth[0][access_token]` is called access_token, and stands in oauth. */
export interface ReadName {
  /** All segments, as one word. */
  whole: string;
  /** The innermost segment. */
  last: string;
  /** Those around it, from the outermost on. */
  outer: readonly string[];
}

/**
 * Spellings differ in case, separators, a leading "X-", the index of an item, and in dots for brackets; by mistake there are
 * spaces and quotation marks.
 */
export function readName(name: string): ReadName {
  const segments = name
    .toLowerCase()
    .split(/[[\].]/)
    .map((segment) => segment.replace(/^[^\p{L}\p{N}]*x[-_]/u, "").replaceAll(/[^\p{L}\p{M}\p{N}]/gu, ""))
    .filter((segment, index) => index === 0 || !/^\d*$/.test(segment));
  return { whole: segments.join(""), last: segments.at(-1) ?? "", outer: segments.slice(0, -1) };
}

/** Names under which nothing but a credential is sent, whatever a contract says of them. */
const sure = new RegExp(
  [
    "^(?:(?:proxy|forwarded)?authorization|bearer|idtoken|secret|clientsecret|password|passwd|jwt)$",
    "^(?:amzsignature|oauthsignature|sharedaccesssignature|samlresponse)$",
    "(?:access|refresh|auth|api|bearer|session|security|private)token$",
    "(?:api|private)key$",
  ].join("|"),
);

/** Names of credentials, where no parameter of the contract has them. */
const likely = new RegExp(
  [
    "(?:authorization|authentication|credentials?|secret|passphrase|passcode|userpass|assertion|accesskeyid)$",
    "(?:password|passwd|pwd)(?:confirm(?:ation)?|repeat|again|\\d)?$",
    "^(?:basic|http|user)?auth$|jwt|^dpop$|sess(?:ion)?id$|^sid$|^(?:csrf|xsrf|samlart)$",
    "(?:app|application|access|secret|subscription|auth|signing|encryption|master|shared|functions|consumer)key$",
    "otp$|(?:auth|authorization|otp|mfa|2fa|twofactor)code$|(?:code|oauth)verifier$",
    "token$",
  ].join("|"),
);

/** Whole names by which a URL alone gives access: below another, as in `sort[key]`, they are anything's. As a header, `Signature` is of a message and gives none, and `Key` tells nothing. */
const likelyInQuery = /^(?:key|pass|sig|hmac)$|^(?:goog|url|request)?signature$/;

/** These lead on in a list or mark a repetition: what is judged of several requests needs them. */
const tokensOfLists =
  /(?:page|paging|pagination|next|prev|previous|sync|continuation|continue|cursor|delta|skip|start|offset|scroll|resume|change|idempotency|clientrequest)token$/;

/** Whether a name, or one that it stands in, is that of a credential and can be nothing else's. */
export function isSureName(name: ReadName): boolean {
  const around = name.outer.map((last, index) => ({ whole: [name.outer[index - 1], last].join(""), last }));
  return [...around, name].some((one) => matches(sure, one) && !isTokenOfList(one));
}

/** Whether it is a credential's name where the contract does not document it. */
export function isLikelyName(name: ReadName, place: string): boolean {
  if (isTokenOfList(name)) return false;
  return matches(likely, name) || (place === "query" && likelyInQuery.test(name.whole));
}

function isTokenOfList(name: WholeAndLast): boolean {
  return matches(tokensOfLists, name);
}

type WholeAndLast = Pick<ReadName, "whole" | "last">;

/** `login[password]` is named by its last segment, `api[key]` and `page[token]` by both. */
function matches(names: RegExp, { whole, last }: WholeAndLast): boolean {
  return names.test(last) || names.test(whole);
}
