// The page that is shown while there is no line: a day is kept on the device.

import { dayInWords, entryOf, keep, waiting, whose } from "./diary_store.js";

const show = (name, isShown = true) => {
  document.querySelector(`[data-offline-${name}]`).hidden = !isShown;
};

async function count(owner) {
  const number = (await waiting(owner)).length;
  document.querySelector("[data-offline-count]").textContent = String(number);
  show("waiting", number > 0);
}

function localDay() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const about = await whose();
if (about === undefined) {
  show("nobody");
} else {
  for (const part of document.querySelectorAll("[data-offline-diary]")) {
    part.hidden = !about.kept.includes(part.dataset.offlineDiary);
  }
  for (const form of document.querySelectorAll("[data-offline-form]")) {
    form.elements.on.value = localDay();
    form.elements.on.max = localDay();
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!form.elements.on.value) return form.elements.on.focus();
      const diary = form.dataset.offlineForm;
      const from = { owner: about.owner, diary, way: "offline" };
      await keep(entryOf(form, event.submitter, from));
      const day = document.querySelector("[data-offline-day]");
      day.textContent = dayInWords(form.elements.on.value);
      form.reset();
      form.elements.on.value = localDay();
      show("kept");
      await count(about.owner);
      document.querySelector("[data-offline-kept]").scrollIntoView();
    });
  }
  await count(about.owner);
}
addEventListener("online", () => location.reload());
