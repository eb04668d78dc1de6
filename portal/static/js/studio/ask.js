// A form asked without leaving the page.

export async function ask(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const json = (answer.headers.get("Content-Type") ?? "").includes("json");
    return { ok: answer.ok && json, hasEnded: answer.status === 401, told: json ? await answer.json() : {} };
  } catch {
    return { told: {} };
  }
}
