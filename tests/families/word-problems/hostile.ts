/** What a model, a file or a solver could write to get out of its place in a page. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>document.title = "taken over"</script>',
  '</script><script>alert(1)</script>',
  '[[answer x]]> ]]> <![CDATA[ <b>bold</b> ]]>',
  'right \u202e to left \u202c \u2066 isolated \u2069',
  '<img src=x onerror=alert(1)> <svg onload=alert(2)>',
  '"><a href="javascript:alert(1)">x</a>',
  '</span></div></details></main><h1>mine</h1>',
  '\u001b[31mred\u001b[0m \u0000 \u0007 <!-- \ud800 -->',
  '&lt;b&gt; &amp;amp; &#60;',
];

/** All of them one after another. */
export const HOSTILE_TEXT = HOSTILE_TEXTS.join('\n');
