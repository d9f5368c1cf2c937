// What a device keeps of a diary: days that wait for a line, and whose device it is.
// Nothing that was sent stays here; leaving throws everything away.

const NAME = "diary";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("waiting", { keyPath: "key" });
      asked.result.createObjectStore("about");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function act(table, mode, deed) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const step = base.transaction(table, mode);
      const asked = deed(step.objectStore(table));
      // Kept only once the whole step is on the disk.
      step.oncomplete = () => resolve(asked.result);
      step.onerror = () => reject(step.error);
      step.onabort = () => reject(step.error);
    });
  } finally {
    base.close();
  }
}

export const keep = (entry) => act("waiting", "readwrite", (table) => table.put(entry));
export const forget = (key) => act("waiting", "readwrite", (table) => table.delete(key));
export const whose = () => act("about", "readonly", (table) => table.get("owner"));
export const belongTo = (owner) =>
  act("about", "readwrite", (table) => table.put(owner, "owner"));

export async function waiting(owner) {
  const every = await act("waiting", "readonly", (table) => table.getAll());
  return every
    .filter((one) => one.owner === owner)
    .sort((one, two) => one.written_at.localeCompare(two.written_at));
}

export async function throwAway() {
  await act("waiting", "readwrite", (table) => table.clear());
  await act("about", "readwrite", (table) => table.clear());
}

export function fieldsOf(form, button) {
  const fields = {};
  for (const [name, value] of new FormData(form, button)) {
    if (name === "csrfmiddlewaretoken" || name === "key" || name === "base") continue;
    (fields[name] ??= []).push(value);
  }
  return fields;
}

function newKey() {
  // Not on every page: randomUUID wants a safe origin, getRandomValues does not.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function entryOf(form, button, { owner, diary, way }) {
  return {
    key: newKey(),
    owner,
    diary,
    way,
    base: way === "offline" ? "" : form.elements.base?.value || "",
    written_at: new Date().toISOString(),
    fields: fieldsOf(form, button),
  };
}

/** A day as people write it; English as in Europe, the day before the month. */
export function dayInWords(on) {
  const { lang } = document.documentElement;
  const format = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return new Date(`${on}T12:00`).toLocaleDateString(lang === "en" ? "en-GB" : lang, format);
}
