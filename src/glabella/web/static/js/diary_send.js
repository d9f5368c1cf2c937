// Sends what waits on the device; each entry under its own key, so that it is stored
// once however often it is sent.

import { forget, keep, throwAway, waiting } from "./diary_store.js";

async function passOf(part) {
  const answer = await fetch(part.dataset.pass, { redirect: "manual", cache: "no-store" });
  if (answer.ok) return answer.json();
  const standing = await fetch(part.dataset.standing, { cache: "no-store" });
  if (standing.ok && (await standing.json()).wipe) await throwAway();
  return null;
}

export async function deliver(entry, part, pass) {
  const answer = await fetch(part.dataset.send, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": pass.token },
    body: JSON.stringify(entry),
  });
  if (answer.ok || answer.status === 409 || answer.status === 422) return answer.json();
  return { state: "signed_out" };
}

export async function sendOne(entry, part) {
  const pass = await passOf(part);
  if (pass === null) return { state: "signed_out" };
  if (pass.owner !== entry.owner) return { state: "not_yours" };
  return deliver(entry, part, pass);
}

/** Send everything that waits; `tell` is told what came of each. */
export async function sendAll(part, tell) {
  const entries = await waiting(part.dataset.owner);
  if (entries.length === 0) return "nothing";
  const pass = await passOf(part);
  if (pass === null) return "signed_out";
  if (pass.owner !== part.dataset.owner) return "signed_out";
  for (const entry of entries) {
    const said = await deliver(entry, part, pass);
    if (said.state === "signed_out") return "signed_out";
    if (said.state === "kept") await forget(entry.key);
    else tell(entry, said);
  }
  return "sent";
}

export async function takeMine(entry, base) {
  const again = { ...entry, base };
  await keep(again);
  return again;
}
