// Which part of a figure is seen: its whole room, with or without names, or a part.

const CLOSEST = 6;
const NARROW = 560; // pixels; a map less wide has no room for names beside a figure
const DOT = { fine: 11, coarse: 13 }; // half the width of a point, in pixels of the screen
const FINGER = 22; // half of what a finger needs

const boxOf = (text) => text.trim().split(/\s+/).map(Number);
const scaleOf = (svg) => svg.getScreenCTM()?.a || 1;

export function makeViews(state) {
  for (const svg of state.map.querySelectorAll(".plan-stage > svg")) {
    svg.dataset.wide ??= svg.getAttribute("viewBox");
  }
  state.show.names ??= state.map.clientWidth < NARROW ? "off" : "on";
}

export function whole(state, svg) {
  return boxOf(state.show.names === "on" ? svg.dataset.wide : svg.dataset.room);
}

export function zoomOf(state, svg) {
  const box = state.boxes.get(svg.dataset.figure);
  return box ? whole(state, svg)[2] / box[2] : 1;
}

// Zoom about a place of the figure, which stays where it is on the screen.
export function zoom(state, svg, factor, at = null) {
  const full = whole(state, svg);
  const box = state.boxes.get(svg.dataset.figure) ?? full;
  const share = Math.min(1, Math.max(1 / CLOSEST, box[2] / full[2] / factor));
  const [x, y] = at ?? [box[0] + box[2] / 2, box[1] + box[3] / 2];
  const across = (x - box[0]) / box[2];
  const down = (y - box[1]) / box[3];
  const [width, height] = [full[2] * share, full[3] * share];
  keep(state, svg, [x - across * width, y - down * height, width, height]);
}

export function pan(state, svg, across, down) {
  const box = state.boxes.get(svg.dataset.figure);
  if (box) keep(state, svg, [box[0] - across, box[1] - down, box[2], box[3]]);
}

export function fit(state, svg) {
  keep(state, svg, whole(state, svg));
}

function keep(state, svg, [x, y, width, height]) {
  const full = whole(state, svg);
  const within = (value, least, most) => Math.min(most, Math.max(least, value));
  const left = within(x, full[0], full[0] + full[2] - width);
  const top = within(y, full[1], full[1] + full[3] - height);
  const isWhole = width > full[2] * 0.999;
  if (isWhole) state.boxes.delete(svg.dataset.figure);
  else state.boxes.set(svg.dataset.figure, [left, top, width, height]);
  svg.setAttribute("viewBox", (isWhole ? full : [left, top, width, height]).join(" "));
  svg.classList.toggle("is-zoomed", !isWhole);
  sizeMarks(svg);
}

export function restore(state, svg) {
  keep(state, svg, state.boxes.get(svg.dataset.figure) ?? whole(state, svg));
}

export function fitMarks(state) {
  for (const svg of state.map?.querySelectorAll(".plan-stage > svg") ?? []) sizeMarks(svg);
}

// Points keep a size that can be read and touched, but do not cover their neighbours.
function sizeMarks(svg) {
  const points = [...svg.querySelectorAll(".fig-point")];
  if (points.length === 0 || svg.clientWidth === 0) return;
  const scale = scaleOf(svg);
  const natural = Number(points[0].querySelector(".fig-dot").getAttribute("r")) * scale;
  const wanted = matchMedia("(pointer: coarse)").matches ? DOT.coarse : DOT.fine;
  const room = (nearest(points) * scale) / 2.15;
  const radius = Math.min(wanted, Math.max(room, Math.min(natural, wanted)));
  svg.style.setProperty("--mark", (radius / natural).toFixed(3));
  for (const point of points) point.querySelector(".fig-hit").setAttribute("r", FINGER / scale);
}

function nearest(points) {
  const at = points.map(({ dataset }) => [Number(dataset.x), Number(dataset.y)]);
  const gaps = at.flatMap(([x, y], n) => at.slice(n + 1).map(([a, b]) => Math.hypot(a - x, b - y)));
  return Math.min(...gaps.filter((gap) => gap > 0), Infinity);
}

export function placeOf(svg, event) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
    svg.getScreenCTM().inverse(),
  );
  return [x, y];
}
