/** The one style sheet of all reports. Plots take their colours from its variables, so they follow light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --muted: #59636e; --line: #d4d9df; --grid: #e6e9ed;
  --link: #0b57a4; --first: #1f66b0; --second: #b5500f; --mark: #6b3fa0;
  --note: #0b57a4; --warning: #8a5a00; --missing: #a33a12; --blocked: #b3261e;
  --c1: #2f7d6b; --c2: #8cc3b0; --c3: #d9a441; --c4: #8f5fb0; --c5: #b06a4f; --c6: #c43d4b; --c7: #b4bac2; --c8: #4a78b5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --raised: #1d2126; --ink: #e7eaee; --muted: #a3adb8; --line: #3a4149; --grid: #2a3037;
    --link: #8ec1f7; --first: #7fb6f2; --second: #f0a265; --mark: #c5a5ee;
    --note: #8ec1f7; --warning: #e6bb5c; --missing: #f09a75; --blocked: #ff9189;
    --c1: #55b79f; --c2: #2f6f60; --c3: #d9a441; --c4: #b992d6; --c5: #c98a70; --c6: #ea6f7a; --c7: #6a737d; --c8: #7aa5df;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 104rem; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.2rem); letter-spacing: -.015em; margin: 0; }
h2 { font-size: 1.4rem; letter-spacing: -.01em; margin: 3.25rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.08rem; margin: 2rem 0 .5rem; }
p { margin: .6rem 0; max-width: 68ch; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: .88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; background: var(--raised); padding: .1em .3em; border-radius: 3px; }
.break { overflow-wrap: anywhere; }
.break code { background: none; padding: 0; }
.kicker { margin: 0 0 .4rem; color: var(--muted); font-size: .9rem; letter-spacing: .02em; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem .8rem; z-index: 1; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 1rem 0 0; padding: 0; font-size: .92rem; line-height: 1.35; }
nav a { display: inline-block; padding: .2rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .88rem; }

.verdict { margin: 1.75rem 0 1.25rem; padding-left: 1.1rem; border-left: 4px solid var(--first); }
.verdict > p { font-size: 1.28rem; line-height: 1.42; margin: 0; max-width: 36em; text-wrap: pretty; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); gap: .9rem 2.25rem; margin: 1.1rem 0 0; max-width: 72rem; }
.figures dt { color: var(--muted); font-size: .86rem; }
.figures dd { margin: 0; font-variant-numeric: tabular-nums; }
.figures .value { display: block; font-size: 1.55rem; line-height: 1.25; font-weight: 600; letter-spacing: -.01em; }
.figures .note { color: var(--muted); font-size: .86rem; }

.notice { margin: 1rem 0; max-width: 48rem; padding: .65rem 1rem; background: var(--raised); border-left: 4px solid var(--note); border-radius: 0 4px 4px 0; font-size: .95rem; }
.notice p { margin: .25rem 0; }
.notice strong { color: var(--note); }
.notice.warning { border-color: var(--warning); } .notice.warning strong { color: var(--warning); }
.notice.missing { border-color: var(--missing); } .notice.missing strong { color: var(--missing); }
.notice.blocked { border-color: var(--blocked); } .notice.blocked strong { color: var(--blocked); }

.card { margin: 1rem 0; max-width: 48rem; border: 1px solid var(--line); border-radius: 6px; padding: .35rem 1rem; font-size: .95rem; }
.card > div { display: grid; grid-template-columns: 11rem 1fr; gap: .1rem 1rem; padding: .4rem 0; }
.card > div + div { border-top: 1px solid var(--grid); }
.card dt { color: var(--muted); }
.card dd { margin: 0; min-width: 0; }

.scroll { margin: 1rem 0; }
.scroll, .plot-box { overflow-x: auto; background:
  linear-gradient(to right, var(--paper) 40%, transparent) left / 2.5rem 100% no-repeat local,
  linear-gradient(to left, var(--paper) 40%, transparent) right / 2.5rem 100% no-repeat local,
  linear-gradient(to right, var(--line), transparent) left / .75rem 100% no-repeat scroll,
  linear-gradient(to left, var(--line), transparent) right / .75rem 100% no-repeat scroll; }
.hint { display: var(--scrolls, none); position: sticky; left: 0; width: max-content; max-width: 100%; margin: 0 0 .2rem; color: var(--muted); font-size: .82rem; font-style: italic; }
/* An animation along the scroll bar runs only where there is something to scroll: a page without programs learns it so. */
@keyframes scrolls { from, to { --scrolls: block; } }
@supports (animation-timeline: scroll(self inline)) {
  .scroll { animation: scrolls linear; animation-timeline: scroll(self inline); }
}
table { border-collapse: collapse; min-width: min(100%, 24rem); font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: 0 0 .45rem; }
th, td { padding: .38rem .65rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--grid); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; color: var(--muted); border-bottom-color: var(--line); vertical-align: bottom; }
tbody th { font-weight: 500; }
th.end, td.end { text-align: end; }
td.end { white-space: nowrap; }
td.start, tbody th.start { min-width: 9.5rem; max-width: 34rem; }
td.long { min-width: 19rem; }
caption .name { display: inline-block; position: sticky; left: 0; max-width: min(68ch, 100vw - 2.5rem); }
.unit { font-weight: 400; }

figure { margin: 1.75rem 0 2rem; }
figure > .plot-box, figure > .legend { max-width: 48rem; }
figcaption { font-weight: 600; }
.plot-note { color: var(--muted); font-size: .9rem; margin: .2rem 0 .5rem; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; list-style: none; margin: .4rem 0; padding: 0; font-size: .88rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
.legend svg { flex: none; }
.plot-box { margin: .5rem 0; }
svg.plot.phone { display: none; }
svg.plot { display: block; max-width: 100%; height: auto; font-family: inherit; }
svg.plot text { font-family: inherit; font-variant-numeric: tabular-nums; }

details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--link); font-size: .92rem; padding: .15rem 0; }
.conversation { max-width: 60rem; border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: 0 1rem; }
.conversation > summary { color: var(--ink); padding: .55rem 0; font-size: .95rem; }
.conversation[open] { padding-bottom: .75rem; }
.outcome { color: var(--muted); border: 1px solid var(--line); border-radius: 1em; padding: .05em .6em; font-size: .84em; margin-left: .35em; white-space: nowrap; }
.turns { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .6rem; }
.turn { max-width: 44rem; min-width: 0; }
.turn .role { margin: 0 0 .15rem; font-size: .8rem; color: var(--muted); }
.turn .note { font-style: italic; }
.said { display: block; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--raised); border-radius: 8px; padding: .55rem .8rem; font-size: .93rem; }
.turn.assistant { margin-left: clamp(0rem, 8vw, 3rem); }
.turn.assistant .said { background: none; border: 1px solid var(--second); }
.said.mono { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; background: none; border: 1px solid var(--second); }
.attempt { border-top: 1px solid var(--grid); margin-top: .9rem; padding-top: .5rem; }
.attempt .note { color: var(--muted); font-size: .9rem; }
.turn.sandbox { margin-left: clamp(0rem, 8vw, 3rem); }
.turn.sandbox .said { background: none; border: 1px dashed var(--second); }
.turn.system .said { border: 1px dashed var(--line); background: none; }

@media (min-width: 60rem) { .figures { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
@media (max-width: 36rem) {
  body { padding: 1.5rem 1rem 3rem; }
  .card > div { grid-template-columns: 1fr; }
  .verdict > p { font-size: 1.15rem; }
}
@media screen and (max-width: 36rem) {
  svg.plot.wide { display: none; }
  svg.plot.phone { display: block; }
}
@media print {
  :root { --paper: #ffffff; --raised: #f6f7f9; --ink: #000000; --muted: #444b53; --line: #b9c0c8; --grid: #dfe3e8; --link: #000000;
    --first: #1f66b0; --second: #b5500f; --mark: #6b3fa0; --note: #0b57a4; --warning: #8a5a00; --missing: #a33a12; --blocked: #b3261e;
    --c1: #2f7d6b; --c2: #8cc3b0; --c3: #d9a441; --c4: #8f5fb0; --c5: #b06a4f; --c6: #c43d4b; --c7: #b4bac2; --c8: #4a78b5; }
  @page { margin: 15mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip, .hint { display: none; }
  h2, h3, h2 + p, h3 + p, figcaption, caption, summary, .plot-note, .legend, .role { break-after: avoid; }
  .notice, .card > div, .verdict, tr, svg.plot, .plot-note, .legend { break-inside: avoid; }
  h2 { margin-top: 2rem; }
  .figures { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .9rem 1.5rem; }
  thead { display: table-header-group; }
  .scroll, .plot-box { overflow: visible; background: none; animation: none; }
  table { font-size: .84rem; }
  th, td { padding: .22rem .45rem; }
  td.start, tbody th.start { min-width: 0; max-width: none; }
  td.long { min-width: 8rem; }
  .many table { font-size: .66rem; }
  .many th, .many td { padding: .18rem .28rem; }
  .many .long { min-width: 6rem; }
  td.end { white-space: normal; }
  svg.plot { max-width: 100%; max-height: 8.5cm; width: auto; }
  /* What is closed on a screen stands open on paper. */
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; color: var(--muted); }
  summary::-webkit-details-marker { display: none; }
  .conversation > summary { font-weight: 600; }
}
`;
