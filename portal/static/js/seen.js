// Marks what was shown as seen, once the page has been in view for three seconds in all.

const LONG_ENOUGH = 3000;

for (const form of document.querySelectorAll("form[data-seen]")) {
  let left = LONG_ENOUGH;
  let since = 0;
  let timer = 0;

  const send = async () => {
    document.removeEventListener("visibilitychange", watch);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new FormData(form),
        redirect: "manual", // where it leads is this page, or one like it
      });
      form.hidden = answer.ok || answer.type === "opaqueredirect";
    } catch {
      // The button is still there.
    }
  };

  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      since = performance.now();
      timer = setTimeout(send, left);
    } else if (since) {
      left = Math.max(0, left - (performance.now() - since));
    }
  };

  document.addEventListener("visibilitychange", watch);
  watch();
}
