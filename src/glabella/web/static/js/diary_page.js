// A page of the diary: what is written goes out at once, or waits on the device.

import { sendAll, sendOne } from "./diary_send.js";
import { belongTo, entryOf, keep, throwAway, waiting } from "./diary_store.js";
import { showTrouble } from "./diary_trouble.js";

const part = document.querySelector("[data-diary-device]");
const find = (name) => part.querySelector(`[data-${name}]`);
const tell = (entry, said) => showTrouble(part, send, entry, said);

async function count() {
  const number = (await waiting(part.dataset.owner)).length;
  find("diary-count").textContent = String(number);
  find("diary-waiting").hidden = number === 0;
}

let isSending = false;

async function send() {
  if (isSending) return;
  isSending = true;
  try {
    find("diary-troubles").replaceChildren();
    const came = await sendAll(part, tell);
    find("diary-signed-out").hidden = came !== "signed_out";
    const isClear = find("diary-troubles").childElementCount === 0;
    if (came === "sent" && isClear) location.reload();
  } catch {
    // No line yet: it waits, and the count says so.
  } finally {
    isSending = false;
    await count();
  }
}

async function write(form, button) {
  const diary = form.dataset.diaryForm;
  const entry = entryOf(form, button, { owner: part.dataset.owner, diary, way: "page" });
  try {
    const said = await sendOne(entry, part);
    if (said.state === "kept") return location.assign(`${form.action}?on=${said.on}`);
    if (said.state === "signed_out") throw new Error(said.state);
    tell(entry, said);
    find("diary-troubles").scrollIntoView();
  } catch (failure) {
    await keep({ ...entry, way: "offline" });
    find("diary-signed-out").hidden = failure.message !== "signed_out";
    await count();
    const worker = await navigator.serviceWorker?.getRegistration();
    await worker?.sync?.register("diary").catch(() => undefined);
    part.scrollIntoView();
  }
}

if (part) {
  const { owner, kept } = part.dataset;
  await belongTo({ owner, kept: kept.split(" ").filter(Boolean) });
  for (const form of document.querySelectorAll("[data-diary-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      write(form, event.submitter);
    });
  }
  addEventListener("online", send);
  navigator.serviceWorker?.addEventListener("message", send);
  const leave = document.querySelector("[data-portal-leave]");
  leave?.addEventListener("click", () => throwAway(), { capture: true });
  navigator.serviceWorker
    ?.register(part.dataset.worker, { scope: "/me/" })
    // In the language that is read now.
    .then(() => caches.keys())
    .then((names) => names.filter((name) => name.startsWith("diary-")))
    .then((names) => Promise.all(names.map((name) => caches.open(name))))
    .then((all) => Promise.all(all.map((one) => one.add(part.dataset.offline))))
    .catch(() => undefined);
  await send();
}
