// Long texts stay in their page while the portal cannot be reached: what is sent then leaves as soon as it can be,
// and leaving the page asks first. Nothing goes to the browser's storage. Drafts have draft.js for the rest.

const RETRY = 10_000;

for (const form of document.querySelectorAll("main form")) {
  if (form.querySelector("textarea:not([readonly])")) hold(form);
}

function hold(form) {
  const { offline, waiting } = document.body.dataset;
  const isDraft = "draft" in form.dataset;
  const isRefused = document.getElementById("errors") !== null;
  const status =
    form.querySelector("[data-saved]") ??
    form.appendChild(Object.assign(document.createElement("p"), { className: "quiet", role: "status" }));
  let isReached = false;

  const isUnsent = () =>
    [...form.querySelectorAll("textarea")].some(
      (box) => box.value !== box.defaultValue || (isRefused && box.value.trim() !== ""),
    );

  form.addEventListener("submit", async (event) => {
    if (isReached) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    while (!(await answers())) {
      status.textContent = waiting;
      await pause();
    }
    form.ariaBusy = "false";
    isReached = true;
    form.requestSubmit(event.submitter);
  });

  addEventListener("pageshow", () => {
    isReached = false;
  });
  if (isDraft) return;
  addEventListener("offline", () => {
    if (isUnsent()) status.textContent = offline;
  });
  addEventListener("online", () => {
    status.textContent = "";
  });
  addEventListener("beforeunload", (event) => {
    if (!isReached && isUnsent()) event.preventDefault();
  });
}

async function answers() {
  try {
    return (await fetch("/healthz", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

// Until the network is back, or for a while.
function pause() {
  return new Promise((go) => {
    addEventListener("online", go, { once: true });
    setTimeout(go, RETRY);
  });
}
