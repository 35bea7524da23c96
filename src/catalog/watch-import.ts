export interface ImportWatch {
  /** As messages show it. */
  file: string;
  warn: (line: string) => void;
  /**
   * How long an import may take before it is told, in milliseconds.
   * @default 5_000
   */
  patience?: number | undefined;
  /**
   * What goes on until it is there, as a sentence, where the process does not end because of it.
   * @default undefined, for who waits for it can do nothing else
   */
  meanwhile?: string | undefined;
}

/** Those that are under way, in the order in which they began. */
const imports = new Set<ImportWatch>();

/**
 * Says which file is at it when an import takes long, or when the process ends in the midst of it: a mock that awaits
 * what never comes, or calls process.exit, would otherwise look like Standin itself.
 */
export async function watchImport<T>(watch: ImportWatch, load: () => Promise<T>): Promise<T> {
  const { file, warn, patience = 5_000, meanwhile } = watch;
  const isVital = meanwhile === undefined;
  const rest = isVital ? "" : ` ${meanwhile}`;
  const timer = setTimeout(() => warn(`${file} is still being imported: what does it wait for?${rest}`), patience);
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
