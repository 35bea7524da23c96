import { posix } from "node:path";
import ts from "typescript";

/** What the rules need to know of the package beside its sources. */
export interface Package {
  /** The names of the folders in contracts/. */
  providers: readonly string[];
  /** The names of the dependencies that are installed with the package. */
  dependencies: readonly string[];
  /** The names of the packages that the build makes part of it. */
  joined: readonly string[];
}

/** For each module of src (a folder, or a file at the top), the modules that it may import. "*" is all but cli. */
const mayImport: Readonly<Record<string, readonly string[] | "*">> = {
  exchange: [],
  errors: [],
  page: [],
  contract: ["exchange", "errors", "page"],
  define: ["exchange", "errors", "page", "contract"],
  catalog: ["exchange", "errors", "contract", "define"],
  simulator: ["exchange", "errors", "page", "contract", "define", "catalog"],
  conformance: ["exchange", "errors", "contract"],
  report: ["exchange", "errors", "contract", "conformance"],
  cli: "*",
  index: "*",
  parts: "*",
  "adapter-suite": "*",
  "open-suite": "*",
  "open-tenant": "*",
  vitest: "*",
  "node-test": "*",
};

/** npm packages that one place alone may import. */
const confined: Readonly<Record<string, (file: string) => boolean>> = {
  express: (file) => file === "src/simulator/create-app.ts",
  ajv: (file) => file.startsWith("src/contract/"),
  "ajv-formats": (file) => file.startsWith("src/contract/"),
  yaml: (file) => file.startsWith("src/contract/"),
  "js-yaml": (file) => file.startsWith("src/contract/"),
  jiti: (file) => file === "src/catalog/import-mock.ts",
  vitest: (file) => file === "src/vitest.ts",
  "fast-check": (file) => file.startsWith("src/conformance/"),
  commander: (file) => file.startsWith("src/cli/"),
};

type Rule = (file: SourceFile, all: Package) => string[];

/** Every departure from the rules, each as one line that begins with the file. Paths are relative, with slashes. */
export function checkArchitecture(sources: Readonly<Record<string, string>>, all: Package): string[] {
  return Object.entries(sources).flatMap(([path, text]) => {
    const file = parse(path, text);
    return rules.flatMap((rule) => rule(file, all).map((finding) => `${path} ${finding}`));
  });
}

const rules: readonly Rule[] = [
  function importsPointOneWay({ path, imports }) {
    const from = moduleOf(path);
    if (from === undefined) return [];
    const allowed = mayImport[from];
    if (allowed === undefined) return [`belongs to the module "${from}", which no rule knows`];
    return imports
      .map((specifier) => moduleOf(resolve(path, specifier)))
      .filter((to) => to !== undefined && to !== from)
      .filter((to) => (allowed === "*" ? to === "cli" : !allowed.includes(to as string)))
      .map(
        (to) => `imports ${to}; ${from} may import ${allowed === "*" ? "all but cli" : allowed.join(", ") || "none"}`,
      );
  },
  function importsStayInside({ path, imports }) {
    if (!path.startsWith("src/")) return [];
    return imports
      .filter((specifier) => specifier.startsWith(".") && !resolve(path, specifier).startsWith("src/"))
      .map((specifier) => `imports ${specifier}, which lies outside src`);
  },
  function packagesAreDeclaredAndConfined({ path, imports, types }, { dependencies, joined }) {
    const used = imports.filter((specifier) => isPackage(specifier) && !types.has(specifier));
    return used.flatMap((specifier) => {
      const name = packageName(specifier);
      if (![...dependencies, ...joined].includes(name))
        return [`imports ${name}, which is neither in package.json's dependencies nor joined by the build`];
      return (confined[name]?.(path) ?? true) ? [] : [`imports ${name}, which another place has to itself`];
    });
  },
  function mocksImportDefineAndTheirOwn({ path, imports }) {
    const own = /^mocks\/[^/]+\//.exec(path)?.[0];
    if (own === undefined) return [];
    return imports
      .filter((specifier) => !isPackage(specifier))
      .filter((specifier) => {
        const target = resolve(path, specifier);
        return target !== "src/define.ts" && !target.startsWith(own);
      })
      .map((specifier) => `imports ${specifier}; a mock may import src/define.ts, its own folder and npm packages`);
  },
  function mocksReadNoClockAndNoChance({ path, tree }) {
    if (!path.startsWith("mocks/")) return [];
    return expressionsOf(tree)
      .filter((text) => ambientSources.test(text))
      .map((text) => `reads ${text}; time, ids and chance come from the context`);
  },
  function sourcesNameNoProvider({ path, text }, { providers }) {
    if (!path.startsWith("src/")) return [];
    return providers
      .filter((id) => new RegExp(`(?<![a-z0-9])${id.split("-").join("[-_ ]?")}(?![a-z0-9])`, "i").test(text))
      .map((id) => `names the provider ${id}`);
  },
  function onlyTheCatalogKnowsTheFolders({ path, tree }) {
    if (!path.startsWith("src/") || moduleOf(path) === "catalog") return [];
    return literalsOf(tree)
      .filter((text) => /^(.*[/\\])?(contracts|mocks)([/\\].*)?$/.test(text))
      .map((text) => `knows the path "${text}"; only the catalog does`);
  },
];

const ambientSources =
  /^(new Date(\(\))?|Date\(\)|Date\.now|Math\.random|performance\.now|process\.hrtime|(globalThis\.)?crypto\.\w+)$/;

interface SourceFile {
  path: string;
  text: string;
  tree: ts.SourceFile;
  imports: readonly string[];
  /** Those of the imports that bring types only. */
  types: ReadonlySet<string>;
}

function parse(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const types = tree.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      ? [(statement.moduleSpecifier as ts.StringLiteral).text]
      : [],
  );
  return { path, text, tree, imports, types: new Set(types) };
}

/** "contract" of src/contract/load.ts, "define" of src/define.ts; undefined outside src. */
function moduleOf(path: string): string | undefined {
  return /^src\/([^/]+?)(\.ts)?(\/|$)/.exec(path)?.[1];
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
}

function isPackage(specifier: string): boolean {
  return !specifier.startsWith(".") && !specifier.startsWith("node:");
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function expressionsOf(tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter((node) => ts.isNewExpression(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))
    .map((node) => node.getText());
}

function literalsOf(tree: ts.SourceFile): string[] {
  return nodesOf(tree)
    .filter(
      (node) => ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node),
    )
    .map((node) => node.text);
}

function nodesOf(node: ts.Node): ts.Node[] {
  return [node, ...node.getChildren().flatMap(nodesOf)];
}
