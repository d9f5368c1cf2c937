// The keyboard: on a point it moves, doses, asks to remove; on the figure it zooms and pans.
import { askToRemove, changeUnits, drop, editUnits } from "./plan_map_deeds.js";
import { checkPlace, movePoint, withinRoom } from "./plan_map_points.js";
import { keyOf, rowOf, tell, writePlace } from "./plan_map_rows.js";
import { fit, pan, whole, zoom, zoomOf } from "./plan_map_view.js";
import { fill } from "./plan_map_words.js";

const STEP = 10; // tenths of a millimetre
const FINE = 2;
const REST = 600; // milliseconds without a key before the server is asked
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const MORE = new Set(["+", "="]);
const LESS = new Set(["-", "_"]);

export function answerKeys(state, svg) {
  const timer = { id: 0 };
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-describedby", "plan-map-keys");
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const point = event.target.closest(".fig-point");
    const done = point ? onPoint(state, point, event, timer) : onFigure(state, svg, event);
    if (done) event.preventDefault();
  });
  svg.addEventListener("focusin", (event) => {
    const point = event.target.closest(".fig-point");
    if (!point) return;
    state.held = keyOf(point);
    rowOf(state.form, state.held)?.setAttribute("aria-current", "true");
  });
  svg.addEventListener("focusout", (event) => {
    // A picture that is swapped loses its focus too, and must get it back.
    if (!svg.isConnected) return;
    const row = state.held && rowOf(state.form, state.held);
    row?.removeAttribute("aria-current");
    if (event.relatedTarget) state.held = null;
  });
}

function onPoint(state, point, event, timer) {
  const row = rowOf(state.form, keyOf(point));
  const arrow = ARROWS[event.key];
  if (arrow) nudge(state, point, arrow, event.shiftKey ? FINE : STEP);
  else if (MORE.has(event.key)) changeUnits(state, point, 1);
  else if (LESS.has(event.key)) changeUnits(state, point, -1);
  else if (event.key === "Delete" || event.key === "Backspace") {
    askToRemove(state, point);
    return true;
  } else if (event.key === "Enter") {
    editUnits(state, point);
    return true;
  } else return false;
  clearTimeout(timer.id);
  timer.id = setTimeout(() => tell(row), REST);
  return true;
}

function nudge(state, point, [across, down], step) {
  const { x, y } = point.dataset;
  const place = [Number(x) + across * step, Number(y) + down * step];
  movePoint(point, ...withinRoom(point.closest("svg"), place));
  writePlace(rowOf(state.form, keyOf(point)), Number(point.dataset.x), Number(point.dataset.y));
  point.classList.remove("fig-schematic");
  const wrong = checkPlace(state, point);
  if (wrong) state.say(wrong);
}

function onFigure(state, svg, event) {
  const arrow = ARROWS[event.key];
  const step = whole(state, svg)[2] / 12 / zoomOf(state, svg);
  if (MORE.has(event.key)) zoom(state, svg, 1.4);
  else if (LESS.has(event.key)) zoom(state, svg, 1 / 1.4);
  else if (event.key === "0") fit(state, svg);
  else if (arrow && zoomOf(state, svg) > 1) pan(state, svg, -arrow[0] * step, -arrow[1] * step);
  else return false;
  sayZoom(state, svg);
  return true;
}

export function sayZoom(state, svg) {
  const percent = Math.round(zoomOf(state, svg) * 100);
  state.say(fill(state.map.dataset.wordZoom, { percent }));
}
