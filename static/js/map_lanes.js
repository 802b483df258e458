/* The names of the lanes stay in view while a map larger than its frame is scrolled sideways. */

import { drawingIn, svg } from "./map_cards.js";

const ROOM = 8;
const BESIDE = 2; // less than this is not scrolled away

function lanesIn(frame) {
  return [...frame.querySelectorAll(".map-lane:not(.map-lane-pin)")];
}

/* How much of the drawing the names take, from its left edge. */
export function titleWidth(frame) {
  const ends = lanesIn(frame).map((lane) => lane.querySelector(".map-lane-title").getBBox()).map((box) => box.x + box.width);
  return Math.max(0, ...ends) + ROOM;
}

/* A copy of a lane's name on the lane's ground; screen readers have the name already. */
function pinOf(lane, width) {
  const box = lane.querySelector(".map-lane-box");
  const pin = svg("g", { class: `${lane.getAttribute("class")} map-lane-pin`, "aria-hidden": "true" });
  const [y, height] = ["y", "height"].map((name) => box.getAttribute(name));
  const title = lane.querySelector(".map-lane-title").cloneNode(true);
  title.setAttribute("class", "map-pin-title");
  pin.append(
    svg("rect", { class: "map-lane-box", x: 0, y, width, height }),
    svg("path", { class: "map-pin-edge", d: `M${width} ${y}v${height}` }),
    title,
  );
  return pin;
}

export function keepLaneNames(frame) {
  function pin() {
    const width = titleWidth(frame);
    const { height } = drawingIn(frame).viewBox.baseVal;
    const ground = svg("rect", { class: "map-lane-pin map-pin-ground", width, height });
    drawingIn(frame).append(ground, ...lanesIn(frame).map((lane) => pinOf(lane, width)));
    follow();
  }

  function follow() {
    const drawing = drawingIn(frame);
    const shown = drawing.getBoundingClientRect();
    if (!shown.width) {
      return;
    }
    const scale = shown.width / drawing.viewBox.baseVal.width;
    const gone = (frame.getBoundingClientRect().left - shown.left) / scale;
    frame.classList.toggle("is-pinned", gone > BESIDE);
    drawing.querySelectorAll(".map-lane-pin").forEach((each) => each.setAttribute("transform", `translate(${gone} 0)`));
  }

  frame.addEventListener("scroll", follow, { passive: true });
  frame.addEventListener("map:zoomed", follow);
  frame.addEventListener("map:redrawn", pin);
  pin();
}
