/* The checklist leads to a line of a text: the box opens there, with the line selected. */
const line = Number(new URLSearchParams(location.search).get("line"));
const box = document.getElementById(location.hash.slice(1));

if (line > 0 && box instanceof HTMLTextAreaElement) {
  const lines = box.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  box.focus();
  box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  const height = Number.parseFloat(getComputedStyle(box).lineHeight) || 20;
  box.scrollTop = (line - 3) * height;
}
