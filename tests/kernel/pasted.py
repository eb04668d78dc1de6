"""What a word processor, a shared document and a web page put on the clipboard, in short."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset="utf-8"><title>Brouillon</title>
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} @page {size:612.0pt 792.0pt;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=FR-CA style='tab-interval:35.4pt'><!--StartFragment-->
<h1 style='mso-style-next:Normal'>Lire&nbsp;: Deux sens<o:p></o:p></h1>
<p class=MsoNormal><span lang=FR-CA style='font-size:11.0pt;color:red'>Une publication qui <b>ne</b><b>
r&eacute;pond</b> &agrave; <i>personne</i> est un <a href="https://example.org/porte_(voix)">porte-voix</a>.<o:p></o:p></span></p>
<h2>Un sous-titre *vif*</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><![endif]>Premier<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Dedans</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>\u00b7</span><![endif]>Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Un</p>
<p class=MsoNormal>Avant<br>
apr&egrave;s. <img width=10 src="file:///C:/Users/moi/image001.png" alt="secret"></p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal><b>Nom</b></p></td><td><p
class=MsoNormal>Val|eur</p></td></tr><tr><td><p class=MsoNormal>a</p></td>
<td><p class=MsoNormal>b</p><p class=MsoNormal>c</p></td></tr></table>
<p class=MsoNormal>&nbsp;</p>
<!--EndFragment--></body></html>"""

WORD_TOLD = r"""## Lire : Deux sens

Une publication qui **ne répond** à *personne* est un [porte-voix](https://example.org/porte_%28voix%29).

**Un sous-titre \*vif\***

- Premier
  - Dedans
- Second

1. Un

Avant\
après.

| **Nom** | Val\|eur |
| --- | --- |
| a | b c |""".replace("Lire :", "Lire\N{NO-BREAK SPACE}:")

SHARED = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b">
<h2 dir="ltr" style="line-height:1.38;"><span
style="font-size:16pt;font-weight:400;">Ce que j\u2019ai entendu</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;font-style:normal;">Du texte </span><span
style="font-weight:700;font-style:normal;">gras</span><span style="font-weight:400;font-style:italic;"> et
italique</span></p>
<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr"
role="presentation"><span style="font-weight:400;">Un</span></p></li><ul><li dir="ltr" aria-level="2"><p
role="presentation"><span>Un un</span></p></li></ul><li aria-level="1"><p><span>Deux</span></p></li></ul><br />
<p><a href="https://www.example.org/"><span style="color:#1155cc;text-decoration:underline;">lien</span></a></p></b>"""

SHARED_TOLD = """### Ce que j\u2019ai entendu

Du texte **gras** *et italique*

- Un
  - Un un
- Deux

[lien](https://www.example.org/)"""

WEB = """<div class="entry" onclick="steal()"><h3>On a page</h3>
<p>Some <em>words</em>, 5 * 3, snake_case, _x_, [y], &lt;script&gt; and AT&amp;T: <code>a*b</code>
<img src="https://elsewhere.example/pixel.gif"></p>
# nothing
<p>&gt; nor this</p><blockquote><p>quoted</p><p>more</p></blockquote><hr>
<ol start="3"><li>three<ul><li>in</li></ul></li><li>four</li></ol>
<pre><code>x = 1
y</code></pre>
<script>alert(1)</script><style>p { color: red }</style>
<p style="position:fixed">Last <a href="javascript:alert(1)">bad</a> <a href="http://example.org">old</a> <a
href="/relative">near</a> <s>gone</s></p></div>"""

WEB_TOLD = r"""**On a page**

Some *words*, 5 \* 3, snake_case, \_x\_, \[y\], &lt;script> and AT&T: `a*b`

\# nothing

\> nor this

> quoted
>
> more

3. three
   - in
4. four

```
x = 1
y
```

Last bad old near ~~gone~~"""
