// Keeps a draft while it is written: a pause in typing, or leaving the page, sends it.
// Nothing goes to the browser's storage: these are two people's private words.

const PAUSE = 1500;
const RETRY = 10_000;
const TOO_LONG_OR_WRONG = 422;

for (const form of document.querySelectorAll("form[data-draft]")) {
  keep(form);
}

function keep(form) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let unsaved = false;
  let stopped = false;
  let waitsForPress = false;
  let leaves = false;
  let flight = null;
  const apart = new Set(); // the fields that wait for a press, while the others go on being kept

  const carry = (versions = {}) => {
    for (const [field, version] of Object.entries(versions)) {
      if (form.elements[field]) form.elements[field].value = version;
    }
  };

  // What another page or device kept meanwhile, beside what is in the box. Sending again is then a choice.
  const show = (told) => {
    for (const [field, texts] of Object.entries(told.both ?? {})) {
      const beside = form.parentElement.querySelector(`[data-kept=${field}]`);
      if (!beside) continue;
      apart.add(field);
      for (const side of ["written", "kept"]) {
        const pieces = texts[side].map(([textContent, onlyHere]) =>
          Object.assign(document.createElement(onlyHere ? "ins" : "span"), { textContent }),
        );
        beside.querySelector(`[data-side=${side}]`).replaceChildren(...pieces);
      }
      beside.hidden = false;
      for (const pane of beside.querySelectorAll("[data-side]")) showFirst(pane);
      beside.querySelector("[role=alert]").textContent = told.sentence;
      if (told.final) beside.querySelector("[data-told]").textContent = beside.dataset.final;
      carry(told.versions);
      waitsForPress = true;
    }
  };

  // What went on elsewhere while nobody touched its box. Where somebody types by now, the next save says so.
  const renew = (told, sent) => {
    for (const [field, newer] of Object.entries(told.newer ?? {})) {
      const box = form.elements[field];
      if (box.value !== sent.get(field)) continue;
      box.value = newer.text;
      carry(newer.versions);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const tell = (sentence) => {
    // What waits to be sent says so itself, in the same place: see hold.js.
    if (status && sentence && form.ariaBusy !== "true") status.textContent = sentence;
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  function save() {
    clearTimeout(timer);
    if (!unsaved || stopped || flight) return;
    unsaved = false;
    flight = send().then(
      (saved) => settle(saved, PAUSE),
      () => {
        tell(form.dataset.offline);
        unsaved = true;
        settle(true, RETRY);
      },
    );
  }

  function settle(goOn, delay) {
    flight = null;
    if (goOn && unsaved && !stopped) later(delay);
    if (!goOn) unsaved = true;
  }

  // True when the server has kept the text, false when it has said why not; throws when it cannot be reached.
  async function send() {
    const body = new FormData(form);
    body.set("act", "save");
    for (const field of apart) body.delete(field);
    const answer = await fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: document.visibilityState === "hidden", // browsers allow 64 kB of it only
    });
    if (answer.status >= 500) throw new Error("not now");
    const json = (answer.headers.get("Content-Type") ?? "").includes("json");
    const told = json ? await answer.json() : {};
    if (answer.ok && json) {
      carry(told.versions);
      renew(told, body);
      if (!apart.size) tell(told.saved);
      return !apart.size;
    }
    show(told);
    const others = [...form.querySelectorAll("textarea")].some((box) => !apart.has(box.name));
    stopped = answer.status !== TOO_LONG_OR_WRONG && !(apart.size && others);
    const pressed = waitsForPress && !told.final ? form.dataset.stopped : told.sentence;
    tell(pressed ?? form.dataset.refused ?? form.dataset.offline);
    return false;
  }

  form.addEventListener("input", () => {
    unsaved = true;
    later(PAUSE);
  });

  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return; // hold.js looks first whether the portal can be reached
    clearTimeout(timer);
    if (flight) {
      // The draft on its way changes the version that this form must carry.
      event.preventDefault();
      await flight;
      form.requestSubmit(event.submitter);
      return;
    }
    unsaved = false;
    stopped = true;
  });

  // Another form of the page leads elsewhere: what is written here is kept first.
  document.addEventListener("submit", async (event) => {
    if (event.target === form || event.defaultPrevented || leaves || stopped || !(unsaved || flight)) return;
    event.preventDefault();
    await flight;
    save();
    await flight;
    leaves = true;
    event.target.requestSubmit(event.submitter);
    leaves = false;
  });

  addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = waitsForPress;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  addEventListener("online", save);
  addEventListener("beforeunload", (event) => {
    if (unsaved || flight) event.preventDefault();
  });
}

// What differs may lie far down in a long text.
function showFirst(pane) {
  const first = pane.querySelector("ins");
  if (first) pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 2;
}
