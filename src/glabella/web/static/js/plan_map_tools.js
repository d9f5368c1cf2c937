// The row of tools: which figure, how large, what is shown. What was chosen stays.
import { sayZoom } from "./plan_map_keys.js";
import { checkPoints } from "./plan_map_points.js";
import { fit, restore, zoom } from "./plan_map_view.js";

const STEP = { in: 1.4, out: 1 / 1.4 };

export function answerTools(state) {
  const { map } = state;
  for (const tab of map.querySelectorAll("button[data-map-figure]")) {
    tab.addEventListener("click", () => {
      state.figure = tab.dataset.mapFigure;
      applyTools(state);
    });
  }
  for (const tool of map.querySelectorAll("[data-map-zoom]")) {
    tool.addEventListener("click", () => {
      for (const svg of shown(state)) {
        const step = STEP[tool.dataset.mapZoom];
        if (step) zoom(state, svg, step);
        else fit(state, svg);
        sayZoom(state, svg);
      }
    });
  }
  for (const tool of map.querySelectorAll("[data-map-show]")) {
    const what = tool.dataset.mapShow;
    state.show[what] ??= map.dataset[what];
    tool.addEventListener("click", () => {
      state.show[what] = state.show[what] === "on" ? "off" : "on";
      if (what === "names") state.boxes.clear();
      applyTools(state);
    });
  }
}

export function applyTools(state) {
  const { map } = state;
  const figures = [...map.querySelectorAll(".plan-figure")];
  const names = figures.map((one) => one.dataset.figure);
  if (state.figure !== "all" && !names.includes(state.figure)) state.figure = firstOf(figures);
  map.dataset.view = state.figure === "all" ? "all" : "one";
  for (const one of figures) {
    one.hidden = state.figure !== "all" && one.dataset.figure !== state.figure;
  }
  for (const tab of map.querySelectorAll("button[data-map-figure]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.mapFigure === state.figure));
  }
  for (const tool of map.querySelectorAll("[data-map-show]")) {
    const what = tool.dataset.mapShow;
    map.dataset[what] = state.show[what];
    tool.setAttribute("aria-pressed", String(state.show[what] === "on"));
  }
  for (const svg of shown(state)) restore(state, svg);
  checkPoints(state);
}

function shown(state) {
  return [...state.map.querySelectorAll(".plan-figure:not([hidden]) .plan-stage > svg")];
}

function firstOf(figures) {
  const first = figures.find((one) => one.querySelector(".fig-point")) ?? figures[0];
  return first?.dataset.figure ?? "all";
}
