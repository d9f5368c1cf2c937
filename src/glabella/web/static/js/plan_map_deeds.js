// What a hand or a key does to a point, written into its row.
import { checkPlace, showUnits } from "./plan_map_points.js";
import { field, keyOf, read, rowOf, stepOf, tell, writePlace, writeUnits } from "./plan_map_rows.js";
import { fill } from "./plan_map_words.js";
import { placeOf } from "./plan_map_view.js";

export function drop(state, point) {
  const row = rowOf(state.form, keyOf(point));
  writePlace(row, Number(point.dataset.x), Number(point.dataset.y));
  point.classList.remove("fig-schematic");
  state.held = keyOf(point);
  const wrong = checkPlace(state, point);
  state.say(wrong || state.map.dataset.wordInside);
  state.isDragging = false;
  tell(row);
}

// More or less by what a syringe can show; no units at all is taking it out.
export function changeUnits(state, point, sign) {
  const row = rowOf(state.form, keyOf(point));
  const step = stepOf(row);
  const units = Math.max(step, Math.round(((read(row, "units") ?? 0) + sign * step) * 100) / 100);
  writeUnits(row, units);
  showUnits(state, point, units);
  checkPlace(state, point);
  state.say(point.dataset.says);
  return row;
}

export function editUnits(state, point) {
  const units = field(rowOf(state.form, keyOf(point)), "units");
  units.focus();
  units.select();
}

export function askToRemove(state, point) {
  const ask = state.map.querySelector("[data-map-ask]");
  ask.querySelector("[data-map-ask-what]").textContent = point.dataset.says;
  const yes = ask.querySelector("[data-map-ask-yes]");
  yes.onclick = () => {
    ask.close();
    remove(state, point);
  };
  ask.querySelector("[data-map-ask-no]").onclick = () => ask.close();
  ask.onclose = () => {
    point.focus({ preventScroll: true });
    catchUp(state);
  };
  ask.showModal();
}

// An answer that came while a hand was on the map was left aside: ask once more.
export function catchUp(state) {
  if (state.isBehind) state.form.dispatchEvent(new Event("recount"));
  state.isBehind = false;
}

function remove(state, point) {
  const row = rowOf(state.form, keyOf(point));
  field(row, "remove").checked = true;
  point.classList.add("is-out");
  const { name = point.dataset.muscle, point: place } = point.dataset;
  state.say(fill(state.map.dataset.wordRemoved, { name, point: place }));
  tell(row);
}

// A double click in a lit muscle fills the row that adds a site; the units are asked for.
export function beginPoint(state, svg, event) {
  const muscle = event.target.closest?.(".fig-muscle");
  const part = (name) => state.form.querySelector(`[name="add-${name}"]`);
  if (!muscle || !part("muscle")) return;
  const [x, y] = placeOf(svg, event);
  const { side, muscle: id, name = id } = muscle.dataset;
  const values = { muscle: id, side: side === "midline" ? "middle" : side };
  Object.assign(values, { figure: svg.dataset.figure, x: x.toFixed(1), y: y.toFixed(1) });
  for (const [key, value] of Object.entries(values)) if (part(key)) part(key).value = value;
  part("units")?.focus();
  state.say(fill(state.map.dataset.wordAdd, { name }));
}

// Under the pointer: the name of a muscle, or what a point says.
export function hover(state, event) {
  const place = state.map.querySelector("[data-map-hover]");
  const point = event.target.closest?.(".fig-point");
  const muscle = event.target.closest?.(".fig-muscle");
  place.textContent = point?.getAttribute("aria-label") ?? muscle?.dataset.name ?? "";
}
