// The rows of the table: found by the point they stand for, read and written by name.

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
  field(row, "x").value = (Math.round(x * 10) / 10).toString();
  field(row, "y").value = (Math.round(y * 10) / 10).toString();
  const schematic = field(row, "schematic");
  if (schematic) schematic.value = "no";
}

export function writeUnits(row, units) {
  field(row, "units").value = units.toString();
}

// The least change of a dose that a syringe can show; the server knows it.
export function stepOf(row) {
  return Number(field(row, "units").dataset.step) || 1;
}

// As if somebody had typed it: the form asks the server to count again.
export function tell(row) {
  field(row, "units").dispatchEvent(new Event("change", { bubbles: true }));
}
