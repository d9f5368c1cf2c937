// Mouse, pen and fingers: drag a point, pan and pinch the figure, begin a new point.
import { beginPoint, catchUp, drop, hover } from "./plan_map_deeds.js";
import { checkPlace, movePoint, pointsOf, withinRoom } from "./plan_map_points.js";
import { pan, placeOf, zoom } from "./plan_map_view.js";

const REACH = 24; // pixels around a point that take hold of it
const SLIP = { mouse: 3, pen: 6, touch: 8 }; // less than this is a tap, not a move

export function answerPointer(state, svg) {
  const hands = new Map();
  let grip = null;
  const release = () => {
    grip = null;
    state.isDragging = false;
    svg.classList.remove("is-dragging");
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    hands.set(event.pointerId, [event.clientX, event.clientY]);
    const point = hands.size === 1 ? pointNear(state, svg, event) : null;
    if (grip?.point) putBack(state, grip);
    grip = { point, from: [event.clientX, event.clientY], hasMoved: false, offset: [0, 0] };
    if (!point) return;
    const [x, y] = placeOf(svg, event);
    grip.start = [Number(point.dataset.x), Number(point.dataset.y)];
    grip.offset = [grip.start[0] - x, grip.start[1] - y];
    event.preventDefault();
    point.focus({ preventScroll: true });
  });
  svg.addEventListener("pointermove", (event) => {
    const before = hands.get(event.pointerId);
    if (!before || !grip) return hover(state, event);
    const gone = Math.hypot(event.clientX - grip.from[0], event.clientY - grip.from[1]);
    if (!grip.hasMoved && gone < (SLIP[event.pointerType] ?? SLIP.mouse)) return;
    if (!grip.hasMoved) svg.setPointerCapture(event.pointerId);
    grip.hasMoved = true;
    if (hands.size === 2) pinch(state, svg, hands, event);
    else if (grip.point) drag(state, svg, grip, event);
    else pan(state, svg, ...across(svg, before, event));
    hands.set(event.pointerId, [event.clientX, event.clientY]);
  });
  const end = (event) => {
    hands.delete(event.pointerId);
    const { point, hasMoved } = grip ?? {};
    if (point && hasMoved && event.type === "pointerup") drop(state, point);
    else if (point && hasMoved) putBack(state, grip);
    release();
    catchUp(state);
  };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);
  svg.addEventListener("dblclick", (event) => beginPoint(state, svg, event));
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // a plain wheel scrolls the page
    event.preventDefault();
    zoom(state, svg, event.deltaY < 0 ? 1.2 : 1 / 1.2, placeOf(svg, event));
  });
}

function pointNear(state, svg, event) {
  const distance = (point) => {
    const box = point.querySelector(".fig-dot").getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return Math.hypot(x - event.clientX, y - event.clientY);
  };
  const own = pointsOf(state).filter((point) => svg.contains(point) && point.hasAttribute("tabindex"));
  const [first] = own.sort((one, other) => distance(one) - distance(other));
  return first && distance(first) <= REACH ? first : null;
}

function drag(state, svg, grip, event) {
  state.isDragging = true;
  svg.classList.add("is-dragging");
  const [x, y] = placeOf(svg, event);
  movePoint(grip.point, ...withinRoom(svg, [x + grip.offset[0], y + grip.offset[1]]));
  checkPlace(state, grip.point);
}

function putBack(state, grip) {
  movePoint(grip.point, ...grip.start);
  checkPlace(state, grip.point);
}

function across(svg, [x, y], event) {
  const scale = svg.getScreenCTM().a;
  return [(event.clientX - x) / scale, (event.clientY - y) / scale];
}

function pinch(state, svg, hands, event) {
  const [other] = [...hands].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  const before = hands.get(event.pointerId);
  const width = (at) => Math.hypot(at[0] - other[0], at[1] - other[1]) || 1;
  const now = [event.clientX, event.clientY];
  const middle = { clientX: (now[0] + other[0]) / 2, clientY: (now[1] + other[1]) / 2 };
  zoom(state, svg, width(now) / width(before), placeOf(svg, middle));
}
