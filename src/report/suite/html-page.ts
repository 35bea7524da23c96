import { createHash } from "node:crypto";
import { escapeMarkup } from "../escape.ts";

/** A page that needs nothing else and fetches nothing: its policy forbids that, and any script but its own. */
export function formatPage(title: string, body: string): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

const style = `
:root { font: 16px/1.5 system-ui, sans-serif; color: #1a1d21; background: #fff; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.5rem 4rem; }
a { color: #0b57a4; } h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.5rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem; }
:focus-visible { outline: 3px solid #0b57a4; outline-offset: 2px; }
.verdict { display: inline-block; padding: .3rem .9rem; border-radius: .4rem; font-weight: 700; }
.good { background: #d8f2dd; color: #0f4a1e; } .bad { background: #fbdcdc; color: #7a1111; }
nav ul, .counts { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; list-style: none; padding: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; }
th, td { border: 1px solid #c9ced6; padding: .25rem .6rem; text-align: left; vertical-align: top; }
thead th { background: #eef1f5; } td.n { text-align: right; }
.seen { background: #c4e8cd; color: #0f3d19; } .seen2 { background: #9fd8ae; color: #0b3214; }
.seen3 { background: #74c48a; color: #06240d; } .unseen { background: #fdf3d3; color: #5a4300; }
.undocumented { background: #fbdcdc; color: #7a1111; } .none { color: #6a7078; }
details { border: 1px solid #c9ced6; border-radius: .4rem; margin: .5rem 0; padding: 0 .8rem; }
details[open] { padding-bottom: .8rem; } summary { cursor: pointer; padding: .5rem 0; }
.status { display: inline-block; min-width: 4.2rem; font-weight: 700; }
.failed, .stale { color: #9b1616; } .passed { color: #145c28; } .skipped, .known { color: #565c64; }
pre { background: #f4f6f8; border-radius: .4rem; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
code { overflow-wrap: anywhere; } mark { display: block; background: #fff0b8; color: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.tools { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; } input, button { font: inherit; padding: .3rem .6rem; }
.legend span { padding: .1rem .5rem; margin-right: .5rem; }
`;

const script = `
const cases = [...document.querySelectorAll("details.case")];
const filter = document.getElementById("filter");
const told = document.getElementById("told");
filter?.addEventListener("input", () => {
  const words = filter.value.toLowerCase();
  let shown = 0;
  for (const one of cases) {
    one.hidden = !one.textContent.toLowerCase().includes(words);
    if (!one.hidden) shown++;
  }
  told.textContent = shown + " of " + cases.length + " shown";
});
document.getElementById("open")?.addEventListener("click", () => { for (const one of cases) one.open = true; });
document.getElementById("close")?.addEventListener("click", () => { for (const one of cases) one.open = false; });
const reveal = () => {
  const target = location.hash === "" ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", reveal);
reveal();
`;
