// A plugin of typedoc. Guides are in the order and under the sections of docs/README.md, and called by their own headings; the entry
// points are called as programs import them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Application, Converter } from "typedoc";

const DOCS = join(import.meta.dirname, "../../docs");
const ENTRY_POINTS = {
  index: "ghcr-fargate",
  policy: "ghcr-fargate/policy",
  "testing/fargateMocks": "ghcr-fargate/testing",
};

/** The pages that the index links to, with the section that each is in. The index itself is the first one, and in none. */
function readIndex() {
  let section;
  return readFileSync(join(DOCS, "README.md"), "utf8")
    .split("\n")
    .flatMap((line) => {
      section = /^## (.+)/.exec(line)?.[1] ?? section;
      const links = [...line.matchAll(/\]\((?!\.\.\/README)([^)#]+\.md)/g)].map(([, link]) => link);
      return links.map((link) => ({ file: join(DOCS, link), section: line.startsWith("- ") ? section : "More" }));
    });
}

function headingOf(text) {
  return /^# (.+)\n/.exec(text)?.[1].replaceAll("`", "");
}

export function load(app) {
  const pages = readIndex();
  const sections = new Map(pages.map(({ file, section }) => [headingOf(readFileSync(file, "utf8")), section]));
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    app.options.setValue("projectDocuments", [join(DOCS, "README.md"), ...pages.map(({ file }) => file)]);
    app.options.setValue("groupOrder", [...new Set(pages.map(({ section }) => section)), "Modules", "Classes", "*"]);
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const name = headingOf(document.content.map(({ text }) => text).join(""));
    if (name === undefined) return;
    document.name = name;
    document.frontmatter.group = sections.get(name) ?? pages[0].section;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const [readme] = context.project.readme ?? [];
    if (readme) readme.text = readme.text.replace(/^# .+\n/, ""); // the page has the package's name above it
    for (const module of context.project.children ?? []) module.name = ENTRY_POINTS[module.name] ?? module.name;
  });
}
