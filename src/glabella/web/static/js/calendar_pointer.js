// Mouse and pen: drag an appointment to another time or column. Fingers scroll the page.
const QUARTER = 3; // rows of five minutes
const SLIP = 6; // pixels; less than this is a click, not a move

export function answerPointer(root, columns, { begin, place, confirm, current }) {
  root.addEventListener("pointerdown", (event) => {
    const visit = event.target.closest("[data-move]");
    if (!visit || event.button !== 0 || event.pointerType === "touch" || current()) return;
    const from = [event.clientX, event.clientY];
    const into = event.clientY - visit.getBoundingClientRect().top;
    const onMove = (e) => {
      const gone = Math.hypot(e.clientX - from[0], e.clientY - from[1]);
      if (!current() && gone < SLIP) return;
      if (!current()) begin(visit);
      const column = columnAt(columns, e.clientX) ?? current().column;
      const box = column.getBoundingClientRect();
      const height = box.height / Number(column.dataset.rows);
      place(column, Math.round((e.clientY - into - box.top) / height / QUARTER) * QUARTER + 1);
    };
    const onEnd = (e) => {
      document.removeEventListener("pointermove", onMove);
      document.removeEventListener("pointerup", onEnd);
      document.removeEventListener("pointercancel", onEnd);
      if (!current()) return;
      visit.addEventListener("click", (click) => click.preventDefault(), { once: true });
      confirm();
    };
    document.addEventListener("pointermove", onMove);
    document.addEventListener("pointerup", onEnd);
    document.addEventListener("pointercancel", onEnd);
  });
  root.addEventListener("dragstart", (event) => event.preventDefault());
}

function columnAt(columns, x) {
  return columns.find((one) => {
    const box = one.getBoundingClientRect();
    return x >= box.left && x <= box.right;
  });
}
