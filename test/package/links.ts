// The links of Markdown pages: what they lead to, and the anchors that GitHub gives to headings.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "./installed";

const REPOSITORY = "https://github.com/ghcr-fargate/ghcr-fargate";

/** A link of a page. */
export interface Link {
  readonly line: number;
  readonly target: string;
}

/** The text with fenced code blanked, so that lines keep their numbers. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^( *)(`{3,}|~{3,})[^]*?^\1\2 *$/gm, (block) => block.replace(/[^\n]/g, ""));
}

/** The links of a page, `[text](target)` and `[name]: target`, those in code left out. */
export function linksOf(markdown: string): Link[] {
  return withoutCode(markdown)
    .split("\n")
    .flatMap((text, i) => {
      const prose = text.replace(/(?<!\[)`[^`]*`(?!\])/g, "");
      const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)];
      const named = [...prose.matchAll(/^\[[^\]]+\]: (\S+)/g)];
      return [...inline, ...named].map(([, target = ""]) => ({ line: i + 1, target }));
    });
}

/** The anchors of a page's headings, as GitHub makes them: a heading that comes again gets a number. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading = ""]) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** What is wrong with a link of the page at `page`, a path in the checkout; undefined where nothing is. */
export function faultOf(page: string, { line, target }: Link, packed: (path: string) => boolean): string | undefined {
  const fault = (what: string): string => `${page}:${line}: ${target}: ${what}`;
  const own = new RegExp(`^${REPOSITORY}/(?:tree|blob)/main/(.+)$`).exec(target)?.[1];
  if (own === undefined && /^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [path = "", anchor] = (own ?? target).split("#");
  const file = path === "" ? page : own === undefined ? join(dirname(page), path) : path;
  if (!existsSync(join(ROOT, file))) return fault("there is no such file");
  if (relative(ROOT, join(ROOT, file)).startsWith("..")) return fault("leads out of the repository");
  if (own === undefined && packed(page) && !packed(file)) return fault(`is not in the package; link to ${REPOSITORY}`);
  if (anchor === undefined || statSync(join(ROOT, file)).isDirectory()) return undefined;
  return anchorsOf(readFileSync(join(ROOT, file), "utf8")).includes(anchor)
    ? undefined
    : fault("there is no such heading");
}
