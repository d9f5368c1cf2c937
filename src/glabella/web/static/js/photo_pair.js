// Two photographs: lays the later over the earlier and lets a slider fade it.
// Without this script both stand side by side.

function pairUp(pair, control) {
  const box = control.querySelector("[data-overlay-switch]");
  const range = control.querySelector("[data-overlay-range]");
  const later = pair.querySelector("figure:last-child img");
  if (!box || !range || !later) return;

  function show() {
    pair.classList.toggle("is-overlaid", box.checked);
    range.disabled = !box.checked;
    later.style.opacity = box.checked ? String(Number(range.value) / 100) : "";
  }

  box.addEventListener("change", show);
  range.addEventListener("input", show);
  control.hidden = false;
  show();
}

const pair = document.querySelector("[data-photo-pair]");
const control = document.querySelector("[data-overlay-control]");
if (pair && control) pairUp(pair, control);
