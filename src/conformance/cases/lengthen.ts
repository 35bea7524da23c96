/** A list of so many items, made of those that it has; where they are texts, no two of them alike. */
export function lengthen(list: readonly unknown[], count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => {
    const item = list[index % list.length];
    return typeof item === "string" && index >= list.length ? `${index}${item}` : item;
  });
}
