// Points of the picture: where they stand, what they say, and what is wrong with a place.
import { field, keyOf, read, rowOf } from "./plan_map_rows.js";
import { fill, number } from "./plan_map_words.js";

export function pointsOf(state) {
  return [...state.map.querySelectorAll(".plan-stage .fig-point")];
}

export function pointOf(state, row) {
  return pointsOf(state).find((point) => keyOf(point) === row.dataset.point) ?? null;
}

export function movePoint(point, x, y) {
  point.setAttribute("transform", `translate(${x} ${y})`);
  point.dataset.x = x;
  point.dataset.y = y;
}

// A place is kept on the figure: whoever wants another figure says so in the table.
export function withinRoom(svg, [x, y]) {
  const [left, top, width, height] = svg.dataset.room.split(" ").map(Number);
  const within = (value, least, most) => Math.min(most, Math.max(least, value));
  const tenth = (value) => Math.round(value * 10) / 10;
  return [tenth(within(x, left, left + width)), tenth(within(y, top, top + height))];
}

export function checkPoints(state) {
  for (const point of pointsOf(state)) {
    const row = rowOf(state.form, keyOf(point));
    point.classList.toggle("is-out", Boolean(field(row ?? state.form, "remove")?.checked));
    if (!row) continue;
    point.setAttribute("tabindex", "0");
    point.setAttribute("role", "button");
    showUnits(state, point, read(row, "units"));
    checkPlace(state, point);
  }
}

export function showUnits(state, point, units) {
  const { name = point.dataset.muscle, point: place } = point.dataset;
  const words = state.map.dataset;
  const isKnown = units !== null && !Number.isNaN(units);
  const written = isKnown ? number(units) : "";
  const template = isKnown ? words.wordPoint : words.wordUnknown;
  point.dataset.says = fill(template, { name, point: place, units: written });
  point.setAttribute("aria-label", point.dataset.says);
  const label = point.querySelector(".fig-label");
  const dot = Number(point.querySelector(".fig-dot").getAttribute("r"));
  const size = dot * (written.length > 2 ? 0.84 : 1.13);
  label.textContent = written;
  label.setAttribute("font-size", size.toFixed(1));
  label.setAttribute("y", (0.36 * size).toFixed(1));
}

// Return in words what is wrong with a place; empty if it lies well in its muscle.
// Only a hint: the server looks at it again and decides.
export function checkPlace(state, point) {
  const svg = point.closest("svg");
  if (svg.clientWidth === 0) return ""; // a hidden figure has no areas to ask
  const { muscle, side, name = muscle } = point.dataset;
  const at = { x: Number(point.dataset.x), y: Number(point.dataset.y) };
  const holds = (path) => path.isPointInFill(new DOMPoint(at.x, at.y));
  const areas = [...svg.querySelectorAll(`.fig-muscle[data-muscle="${CSS.escape(muscle)}"]`)]
    .filter((one) => [side, "midline"].includes(one.dataset.side) || side === "midline")
    .map((one) => one.querySelector(".fig-area"));
  const isOutside = areas.length > 0 && !areas.some(holds);
  const zones = [...svg.querySelectorAll(".fig-zone")].filter((one) =>
    holds(one.querySelector("path")),
  );
  point.classList.toggle("is-outside", isOutside);
  point.classList.toggle("is-risky", zones.length > 0);
  const words = zones.map((one) =>
    fill(state.map.dataset.wordZone, { zone: one.querySelector("title").textContent }),
  );
  if (isOutside) words.unshift(fill(state.map.dataset.wordOutside, { name }));
  const label = words.length ? `${point.dataset.says}. ${words.join(" ")}` : point.dataset.says;
  point.setAttribute("aria-label", label);
  return words.join(" ");
}

// Somebody typed in the table: the point follows.
export function readRow(state, row) {
  const point = pointOf(state, row);
  if (!point) return;
  const [x, y] = [read(row, "x"), read(row, "y")];
  if (Number.isFinite(x) && Number.isFinite(y) && x !== null && y !== null) {
    movePoint(point, ...withinRoom(point.closest("svg"), [x, y]));
  }
  showUnits(state, point, read(row, "units"));
  point.classList.toggle("is-out", Boolean(field(row, "remove")?.checked));
  checkPlace(state, point);
}
