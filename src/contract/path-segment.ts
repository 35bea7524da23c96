/** A segment of a path template. */
export interface Segment {
  template: string;
  /** Null for a segment without parameters, and for one that is nothing but a parameter. */
  pattern: RegExp | null;
  names: readonly string[];
}

export function readSegment(template: string): Segment {
  const names = [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name as string);
  if (names.length === 0) return { template: decodeSegment(template), pattern: null, names };
  if (isParameter(template)) return { template, pattern: null, names };
  const literals = template.split(/\{[^}]*\}/).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { template, pattern: new RegExp(`^${literals.join("(.+?)")}$`, "s"), names };
}

function isParameter(template: string): boolean {
  return /^\{[^}]*\}$/.test(template);
}

export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape matches no template's text; as a parameter's value it is reported there.
    return segment;
  }
}

/** Whether a segment of a request's path may stand where the template has this one. */
export function fits({ template, pattern, names }: Segment, segment: string): boolean {
  if (pattern !== null) return pattern.test(segment);
  return names.length > 0 ? segment !== "" : decodeSegment(segment) === template;
}
