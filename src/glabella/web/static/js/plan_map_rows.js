// The rows of the table: found by the point they stand for, read and written by name.
import { number } from "./plan_map_words.js";

const WORDS = { midline: "middle" };

export function keyOf(point) {
  const { muscle, side, point: number } = point.dataset;
  return `${muscle}/${WORDS[side] ?? side}/${number}`;
}

export function rowsOf(form) {
  return form.querySelectorAll("tr[data-point]");
}

export function rowOf(form, key) {
  return [...rowsOf(form)].find((row) => row.dataset.point === key) ?? null;
}

export function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

export function read(row, name) {
  const value = field(row, name)?.value.replace(",", ".") ?? "";
  return value === "" ? null : Number(value);
}

// A place is written to a tenth of its unit, as the figures count.
export function writePlace(row, x, y) {
  write(field(row, "x"), Math.round(x * 10) / 10);
  write(field(row, "y"), Math.round(y * 10) / 10);
  const schematic = field(row, "schematic");
  if (schematic) schematic.value = "no";
}

export function writeUnits(row, units) {
  write(field(row, "units"), units);
}

// As the language writes numbers; a field of the kind "number" knows only the point.
function write(place, value) {
  place.value = place.type === "number" ? String(value) : number(value);
}

// The least change of a dose that a syringe can show; the server knows it.
export function stepOf(row) {
  return Number(field(row, "units").dataset.step) || 1;
}

// As if somebody had typed it: the form asks the server to count again.
export function tell(row) {
  field(row, "units").dispatchEvent(new Event("change", { bubbles: true }));
}
