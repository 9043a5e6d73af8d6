// The report's style: light and dark as the reader's system has it, and for paper.

/** CSS of the page and of the picture in it. */
export const STYLE = `
:root { color-scheme: light dark; --ink:#1b2430; --soft:#5d6b7c; --line:#d7dee7; --back:#fff; --box:#f5f8fb; --accent:#1f6feb; --least:#1f6feb; --most:#a9c8f7; --danger:#c62828; --warn:#8a5a00; --good:#1a7f37 }
@media (prefers-color-scheme: dark) { :root { --ink:#e6edf3; --soft:#9aa7b5; --line:#303a46; --back:#0f141a; --box:#171e27; --accent:#6ea8fe; --least:#6ea8fe; --most:#2f4a73; --danger:#ff7b72; --warn:#e3b341; --good:#56d364 } }
* { box-sizing:border-box }
body { margin:0 auto; padding:2rem 1.25rem 4rem; max-width:70rem; font:16px/1.5 system-ui,sans-serif; color:var(--ink); background:var(--back) }
h1 { font-size:1.5rem; margin:0 0 .25rem } h2 { font-size:1.125rem; margin:2.25rem 0 .75rem; border-bottom:1px solid var(--line); padding-bottom:.25rem }
p { margin:.5rem 0 } .soft { color:var(--soft) } .danger { color:var(--danger); font-weight:600 } .warning { color:var(--warn) } .good { color:var(--good) }
.facts { display:flex; flex-wrap:wrap; gap:.75rem; margin-top:1.25rem } .facts div { background:var(--box); border:1px solid var(--line); border-radius:.5rem; padding:.6rem .9rem; min-width:9rem } .facts b { display:block; font-size:1.25rem }
.picture { overflow-x:auto; background:var(--box); border:1px solid var(--line); border-radius:.5rem; padding:1rem } .picture svg { max-width:100%; height:auto }
.picture text { fill:var(--ink) } .picture .node path, .picture .node polygon { fill:var(--back); stroke:var(--soft) }
.picture .node-service path { stroke:var(--accent); stroke-width:2 } .picture .node-internet path { stroke:var(--danger); stroke-width:2 } .picture .subnet path, .picture .subnet polygon { fill:none; stroke:var(--line); stroke-dasharray:4 3 }
.picture .edge path { stroke:var(--soft) } .picture .edge polygon { fill:var(--soft); stroke:var(--soft) } .picture .exposed path { stroke:var(--danger); stroke-width:2 } .picture .exposed polygon { fill:var(--danger); stroke:var(--danger) } .picture .exposed text { fill:var(--danger); font-weight:600 }
table { border-collapse:collapse; width:100% } th, td { text-align:left; padding:.3rem .6rem .3rem 0; border-bottom:1px solid var(--line); vertical-align:top; overflow-wrap:anywhere } td.money, th.money { text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap }
.bar { width:40% } .bar div { position:relative; height:.9rem; background:var(--most); border-radius:.2rem; min-width:2px } .bar i { position:absolute; inset:0 auto 0 0; background:var(--least); border-radius:.2rem }
details { border-bottom:1px solid var(--line); padding:.4rem 0 } summary { cursor:pointer; padding:.15rem } summary:focus-visible { outline:2px solid var(--accent); outline-offset:2px } details ul { margin:.4rem 0 .6rem; padding-left:1.4rem }
code { font:.9em ui-monospace,monospace; overflow-wrap:anywhere }
@media (max-width:40rem) { .bar { display:none } }
@media print { :root { --ink:#000; --back:#fff; --box:#fff; --soft:#444; --line:#bbb } body { padding:0; max-width:none } h2 { break-after:avoid } .picture, tr { break-inside:avoid } * { print-color-adjust:exact; -webkit-print-color-adjust:exact } }
`;
