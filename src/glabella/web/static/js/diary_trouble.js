// An entry that could not be stored as it came: two for one day, or one that is refused.

import { takeMine } from "./diary_send.js";
import { dayInWords, forget } from "./diary_store.js";

const find = (name, within) => within.querySelector(`[data-${name}]`);

function list(place, pairs) {
  for (const [label, value] of pairs) {
    const term = document.createElement("dt");
    const words = document.createElement("dd");
    term.textContent = label;
    words.textContent = value;
    place.append(term, words);
  }
}

/** Show it, with a choice; `again` is called once somebody has chosen. */
export function showTrouble(part, again, entry, said) {
  const isBoth = said.state === "conflict";
  const kind = isBoth ? "diary-conflict" : "diary-refused";
  const shown = find(kind, part).content.cloneNode(true).firstElementChild;
  find("on", shown).textContent = dayInWords(entry.fields.on[0]);
  const drop = async () => {
    await forget(entry.key);
    shown.remove();
    await again();
  };
  if (isBoth) {
    list(find("theirs", shown), said.theirs);
    list(find("mine", shown), said.mine);
    find("keep-theirs", shown).addEventListener("click", drop);
    find("take-mine", shown).addEventListener("click", async () => {
      await takeMine(entry, said.base);
      shown.remove();
      await again();
    });
  } else {
    for (const words of said.errors ?? []) {
      const line = document.createElement("li");
      line.textContent = words;
      find("errors", shown).append(line);
    }
    find("drop", shown).addEventListener("click", drop);
  }
  find("diary-troubles", part).append(shown);
}
