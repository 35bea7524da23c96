export interface ImportWatch {
  /** As messages show it. */
  file: string;
  warn: (line: string) => void;
  /**
   * How long an import may take before it is told, in milliseconds.
   * @default 5_000
   */
  patience?: number;
  /**
   * Whether the process may end because of it. It does not for a provider that is served and loaded anew.
   * @default true
   */
  isVital?: boolean;
}

/** Those that are under way, in the order in which they began. */
const imports = new Set<ImportWatch>();

/**
 * Says which file is at it when an import takes long, or when the process ends in the midst of it: a mock that awaits
 * what never comes, or calls process.exit, would otherwise look like Standin itself.
 */
export async function watchImport<T>(watch: ImportWatch, load: () => Promise<T>): Promise<T> {
  const { file, warn, patience = 5_000, isVital = true } = watch;
  const meanwhile = isVital ? "" : " Until it is there, the last good version goes on.";
  const timer = setTimeout(() => warn(`${file} is still being imported: what does it wait for?${meanwhile}`), patience);
  // An import that nothing keeps alive ends the process at once, which is told as well.
  timer.unref();
  if (isVital && imports.size === 0) process.on("exit", tellExit);
  if (isVital) imports.add(watch);
  try {
    return await load();
  } finally {
    clearTimeout(timer);
    if (imports.delete(watch) && imports.size === 0) process.off("exit", tellExit);
  }
}

function tellExit(): void {
  for (const { file, warn } of imports) warn(`The process ends while ${file} is being imported.`);
}
