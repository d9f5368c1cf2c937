// The calendar by hand: drag an appointment, or focus it and use the arrow keys.
// Without this module each appointment is a link to the page that moves it.
import { answerPointer } from "./calendar_pointer.js";
import { send } from "./calendar_send.js";

const QUARTER = 3; // rows of five minutes

const root = document.querySelector("[data-calendar]");
const columns = [...root.querySelectorAll("[data-first]")];
const said = document.querySelector("[data-calendar-said]");
const language = document.documentElement.lang;
// The page writes its English as in Britain: 21 Nov, 18:46.
const clock = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  timeZone: root.dataset.zone, weekday: "short", day: "numeric", month: "short",
  hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
let moving = null; // what is on its way, not sent yet

function begin(visit) {
  const column = visit.closest("[data-first]");
  moving = { visit, home: column, column, start: Number(visit.dataset.row), row: Number(visit.dataset.row) };
  visit.classList.add("is-moving");
}

function show() {
  const { visit, column, row } = moving;
  visit.className = visit.className.replace(/cal-r\d+/, `cal-r${row}`).replace(/cal-lane-\d/, "cal-lane-1");
  if (visit.parentElement !== column) {
    column.append(visit);
    visit.focus({ preventScroll: true });
  }
  const where = column.dataset.name ? `${column.dataset.name}, ` : "";
  said.textContent = `${where}${clock.format(new Date(moment() * 1000))}`;
}

function moment() {
  return Number(moving.column.dataset.first) + (moving.row - 1) * 300;
}

function place(column, row) {
  const most = Number(column.dataset.rows) - Number(moving.visit.dataset.span) + 1;
  moving.column = column;
  moving.row = Math.min(Math.max(row, 1), Math.max(most, 1));
  show();
}

function giveUp() {
  if (!moving) return;
  moving.column = moving.home;
  moving.row = moving.start;
  show();
  moving.visit.classList.remove("is-moving");
  said.textContent = root.dataset.stays;
  moving = null;
}

async function confirm() {
  const { visit, column } = moving;
  if (column === moving.home && moving.row === moving.start) return giveUp();
  const why = await send(root, visit, { at: moment(), column });
  if (why === null) window.location.reload();
  else giveUp();
  if (why) said.replaceChildren(why);
}

answerPointer(root, columns, { begin, place, confirm, current: () => moving });
root.addEventListener("keydown", (event) => {
  const visit = event.target.closest("[data-move]");
  const steps = { ArrowUp: [-QUARTER, 0], ArrowDown: [QUARTER, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (!visit || (!(event.key in steps) && !moving)) return;
  if (event.key === "Escape") giveUp();
  if (event.key === "Enter") confirm();
  if (event.key in steps) {
    if (!moving) begin(visit);
    const [rows, by] = steps[event.key];
    place(columns[columns.indexOf(moving.column) + by] ?? moving.column, moving.row + rows);
  }
  if (event.key !== "Tab") event.preventDefault();
});
root.addEventListener("focusout", (event) => {
  if (event.relatedTarget && moving && event.relatedTarget !== moving.visit) giveUp();
});
