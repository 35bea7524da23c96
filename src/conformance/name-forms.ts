/** Whether a name alone says that not any text will do. */
export function saysForm(name: string): boolean {
  return /id$|mail|phone|url|link|website|next|prev|date|_at$|At$|cursor|token|type|status|role|country/i.test(name);
}

/** Whether it says that its values are of a few kinds, by which an adapter chooses among items. */
export function saysKind(name: string): boolean {
  return /type|kind|label|category|class|status|state|role|country|currency|locale|language|primary|default/i.test(
    name,
  );
}

/** Whether a value has the form that its name says, as far as that is seen: what documents show need not have it. */
export function hasForm(name: string, value: unknown): boolean {
  if (/mail/i.test(name)) return String(value).includes("@") || /id$/i.test(name);
  if (/(?:^|_)(?:date|time)|Date|Time|_at$|At$/.test(name)) return /^\d{4}-\d\d-\d\d/.test(String(value));
  return !/phone|fax|mobile|url|link|website|domain|country|locale|language|currency|zone/i.test(name);
}
