import type { Colors } from "./colors.ts";

/**
 * Rows in columns, two spaces apart, without spaces at the end of a line. With colours the first row is a head.
 * Every row has as many cells as the first.
 */
export function formatTable(rows: readonly (readonly string[])[], colors?: Colors): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line, index) => `${index === 0 && colors !== undefined ? colors.dim(line) : line}\n`).join("");
}
