// A signature drawn with a finger, a pen or a mouse becomes the data of an SVG path.
// Without this script the page asks for a signature on paper.

const FURTHEST = 60000; // longest path that is taken, in characters
const NEAR = 1.5; // points nearer than this add nothing

function placeOf(field, event) {
  const box = field.getBoundingClientRect();
  const { width, height } = field.viewBox.baseVal;
  const x = ((event.clientX - box.left) / box.width) * width;
  const y = ((event.clientY - box.top) / box.height) * height;
  const within = (value, end) => Math.min(Math.max(value, 0), end).toFixed(1);
  return [within(x, width), within(y, height)];
}

function isNear(last, [x, y]) {
  return last !== null && Math.hypot(x - last[0], y - last[1]) < NEAR;
}

export function takeSignature(area) {
  const field = area.querySelector("[data-signature-field]");
  const ink = area.querySelector("[data-signature-ink]");
  const input = area.closest("form").querySelector("input[name=strokes]");
  let last = null;
  area.hidden = false; // without this script there is nothing to draw on

  const show = (path) => {
    input.value = path;
    ink.setAttribute("d", path);
  };
  const add = (command, place) => {
    if (input.value.length > FURTHEST - 20) return;
    show(`${input.value}${command}${place[0]} ${place[1]}`);
    last = place.map(Number);
  };

  field.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    field.setPointerCapture(event.pointerId);
    const place = placeOf(field, event);
    add("M", place);
    add("L", place); // a dot is a stroke too
  });
  field.addEventListener("pointermove", (event) => {
    if (!field.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [event];
    for (const move of moves.length > 0 ? moves : [event]) {
      const place = placeOf(field, move);
      if (!isNear(last, place)) add("L", place);
    }
  });
  area.querySelector("[data-signature-clear]").addEventListener("click", () => {
    last = null;
    show("");
  });
  show(input.value); // what stood there before a refused form
}

for (const area of document.querySelectorAll("[data-signature]")) takeSignature(area);
