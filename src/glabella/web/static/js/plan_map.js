// The injection map of a plan: the picture and the table of its sites in step.
// The table is the truth; the picture writes into it, and the server counts again.
import { answerKeys } from "./plan_map_keys.js";
import { answerPointer } from "./plan_map_pointer.js";
import { pointOf, readRow } from "./plan_map_points.js";
import { rowOf, rowsOf } from "./plan_map_rows.js";
import { answerTools, applyTools } from "./plan_map_tools.js";
import { fitMarks, makeViews } from "./plan_map_view.js";
import { makeVoice } from "./plan_map_words.js";

for (const form of document.querySelectorAll("[data-plan-map]")) start(form);

function start(form) {
  const state = {
    form,
    map: null,
    figure: "",
    show: {},
    boxes: new Map(),
    held: null,
    tool: "",
    top: null,
    isDragging: false,
    isBehind: false,
    say: makeVoice(form),
  };
  attach(state);
  twinTable(state);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!form.contains(event.target)) return;
    state.tool = toolOf(document.activeElement);
    state.top = state.map?.getBoundingClientRect().top ?? null;
    // A figure is not taken out of the hand: whoever lets go asks again.
    state.isBehind = state.isDragging || state.map?.querySelector("dialog[open]") != null;
    if (state.isBehind) event.detail.shouldSwap = false;
  });
  for (const name of ["htmx:afterSwap", "htmx:load"]) {
    document.addEventListener(name, () => attach(state));
  }
  window.addEventListener("resize", () => fitMarks(state));
}

// After each count the server answers a new picture: take hold of it where we were.
function attach(state) {
  const map = state.form.querySelector("[data-map]");
  if (!map || map === state.map) return;
  state.map = map;
  for (const part of map.querySelectorAll("[data-needs-script]")) part.hidden = false;
  makeViews(state);
  answerTools(state);
  applyTools(state);
  for (const svg of map.querySelectorAll(".plan-stage > svg")) {
    answerPointer(state, svg);
    answerKeys(state, svg);
  }
  if (document.activeElement === document.body) focusAgain(state);
  if (state.top !== null) scrollBy({ top: map.getBoundingClientRect().top - state.top, behavior: "instant" });
  state.top = null;
}

function focusAgain(state) {
  const row = state.held && rowOf(state.form, state.held);
  const place = state.tool ? state.map.querySelector(state.tool) : row && pointOf(state, row);
  place?.focus({ preventScroll: true });
}

// How to find the same button in the next picture.
function toolOf(button) {
  const name = ["map-figure", "map-zoom", "map-show"].find((one) => button?.matches(`[data-${one}]`));
  return name ? `[data-${name}="${CSS.escape(button.getAttribute(`data-${name}`))}"]` : "";
}

function twinTable(state) {
  const near = (event, isNear) => {
    const row = event.target.closest?.("tr[data-point]");
    if (row && state.map) light(state, row, isNear);
  };
  state.form.addEventListener("pointerover", (event) => near(event, true));
  state.form.addEventListener("pointerout", (event) => near(event, false));
  state.form.addEventListener("focusin", (event) => near(event, true));
  state.form.addEventListener("focusout", (event) => near(event, false));
  state.form.addEventListener("input", (event) => {
    const row = event.target.closest("tr[data-point]");
    if (row && state.map) readRow(state, row);
  });
}

function light(state, row, isNear) {
  const point = pointOf(state, row);
  if (!point) return;
  point.classList.toggle("is-near", isNear);
  for (const other of rowsOf(state.form)) other.removeAttribute("aria-current");
  if (isNear) row.setAttribute("aria-current", "true");
  const muscle = `.fig-muscle[data-muscle="${CSS.escape(point.dataset.muscle)}"]`;
  for (const one of point.closest("svg").querySelectorAll(muscle)) {
    if (one.dataset.side === point.dataset.side) one.classList.toggle("is-near", isNear);
  }
}
