// Send a move as the form of its page does; what the server refuses is said as it says it.

// Returns null once it is moved, else what to show.
export async function send(root, visit, { at, column }) {
  const moment = new Date(at * 1000);
  const local = inZone(moment, root.dataset.zone);
  const clinician = column.dataset.clinician || visit.dataset.clinician;
  const form = new FormData();
  form.set("csrfmiddlewaretoken", root.dataset.token);
  form.set("ticket", crypto.randomUUID());
  form.set("version", visit.dataset.version);
  form.set("on", local.on);
  form.set("time", local.time);
  form.set("at", moment.toISOString());
  form.set("clinician", clinician);
  form.set("room", visit.dataset.room);
  const query = new URLSearchParams({ at: moment.toISOString(), clinician, room: visit.dataset.room });
  let answer;
  try {
    answer = await fetch(visit.dataset.move, { method: "POST", body: form, redirect: "manual" });
  } catch {
    return note(root.dataset.failed, []);
  }
  if (answer.type === "opaqueredirect" || answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const reasons = [...page.querySelectorAll("[data-error-summary] li")].map((one) => one.textContent.trim());
  return note(root.dataset.refused, reasons, {
    url: `${visit.dataset.move}?${query}`, words: root.dataset.decide,
  });
}

function inZone(moment, timeZone) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", {
      timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit",
    }).formatToParts(moment).map((one) => [one.type, one.value]),
  );
  return { on: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

function note(title, reasons, link) {
  const box = document.createElement("div");
  box.className = "notice is-caution";
  const body = document.createElement("div");
  const head = document.createElement("strong");
  head.textContent = title;
  const list = document.createElement("ul");
  list.append(...reasons.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
  body.append(head, list);
  if (link) {
    const way = document.createElement("a");
    way.href = link.url;
    way.textContent = link.words;
    body.append(way);
  }
  box.append(body);
  return box;
}
