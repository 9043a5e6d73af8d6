// The picture of an architecture, laid out by Graphviz (its WebAssembly build, which is loaded only for this).

import type { Architecture, ArchitectureNode } from "./architecture";

/** Lays the picture out as SVG, whose colours come from the page's style by class. */
export async function drawDiagram(architecture: Architecture): Promise<string> {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const graphviz = await Graphviz.load();
  const svg = graphviz.layout(toDot(architecture), "svg", "dot");
  return svg.slice(svg.indexOf("<svg")).replace("<svg", '<svg role="img" aria-label="Architecture"');
}

/** The picture in Graphviz's language. */
export function toDot({ nodes, edges }: Architecture): string {
  const ids = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const groups = new Map<string, ArchitectureNode[]>();
  for (const node of nodes) groups.set(node.network ?? "", [...(groups.get(node.network ?? "") ?? []), node]);
  const lines = [
    "digraph {",
    '  rankdir=LR; bgcolor="transparent"; fontname="sans-serif"; nodesep=0.35; ranksep=1.1',
    '  node [shape=box style="rounded" fontname="sans-serif" fontsize=11 margin="0.18,0.1"]',
    '  edge [fontname="sans-serif" fontsize=9 arrowsize=0.7]',
  ];
  let cluster = 0;
  for (const [network, members] of groups) {
    const drawn = members.map(
      (node) =>
        `  ${ids.get(node.id) ?? ""} [class=${quote(`node-${node.kind}`)} label=${quote(node.lines.join("\n"))}]`,
    );
    if (network === "") lines.push(...drawn);
    else
      lines.push(
        `  subgraph cluster_${cluster++} {`,
        `  label=${quote(network)}; class="subnet"; style="rounded"; fontsize=10`,
        ...drawn,
        "  }",
      );
  }
  for (const { from, to, label, exposed } of edges) {
    const [tail, head] = [ids.get(from), ids.get(to)];
    if (tail !== undefined && head !== undefined)
      lines.push(`  ${tail} -> ${head} [label=${quote(label)} class=${quote(exposed ? "exposed" : "edge-inside")}]`);
  }
  return `${lines.join("\n")}\n}\n`;
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
