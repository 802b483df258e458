/* Zoom of the strategy map: buttons, the keys + - 0, Ctrl with the wheel, two fingers, a double click on the
   ground. It begins fitted to the width, or, where names could not be read then, so large that they can; larger,
   the frame scrolls, and a mouse drags it. */

import { boxOf, cardsIn, drawingIn } from "./map_cards.js";
import { titleWidth } from "./map_lanes.js";
import { announce } from "./map_said.js";

const STEP = 1.4;
const LARGEST = 3;
const SMALLEST = 0.2;
const LARGEST_FITTED = 1.25;
const READABLE = 0.75;
const OBJECTS = ".map-card, .map-arrow, .map-handle, .map-lane-add";
const KEYS = { "+": "in", "=": "in", "-": "out", "0": "fit" };

export function letZoom(frame) {
  const tools = document.querySelector("[data-map-tools]");
  const shown = tools.querySelector("[data-zoom-scale]");
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  let chosen = null; // null: fitted

  function fitted() {
    const { paddingLeft, paddingRight } = getComputedStyle(frame);
    const room = frame.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    return Math.min(LARGEST_FITTED, room / drawingIn(frame).viewBox.baseVal.width);
  }

  function apply() {
    const drawing = drawingIn(frame);
    const { width, height } = drawing.viewBox.baseVal;
    const fit = fitted();
    const scale = chosen ?? fit;
    drawing.setAttribute("width", Math.floor(width * scale));
    drawing.setAttribute("height", Math.floor(height * scale));
    frame.style.setProperty("--fitted-height", `${Math.ceil(height * fit)}px`);
    frame.classList.toggle("is-zoomed", scale > fit * 1.001);
    shown.textContent = percent.format(scale);
    tools.querySelector("[data-zoom=fit]").disabled = chosen === null;
    frame.dispatchEvent(new CustomEvent("map:zoomed"));
  }

  /* Beginning larger than the frame, the first card stands beside the names of the lanes. */
  function begin() {
    chosen = fitted() < READABLE ? READABLE : null;
    apply();
    const [first] = cardsIn(frame).map(boxOf).sort((one, other) => one.y - other.y || one.x - other.x);
    if (chosen && first) {
      frame.scrollLeft = (first.x - titleWidth(frame)) * chosen;
    }
  }

  /* What lies under the point (in the window) stays there. */
  function zoomTo(scale, point) {
    const before = drawingIn(frame).getBoundingClientRect();
    const at = point ?? { x: before.left + before.width / 2, y: before.top + before.height / 2 };
    const [partX, partY] = [(at.x - before.left) / before.width, (at.y - before.top) / before.height];
    chosen = scale === null ? null : Math.min(LARGEST, Math.max(SMALLEST, scale));
    apply();
    const after = drawingIn(frame).getBoundingClientRect();
    frame.scrollLeft += after.left + partX * after.width - at.x;
    frame.scrollTop += after.top + partY * after.height - at.y;
  }

  function middle() {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }

  function zoom(how, point = middle()) {
    const scale = chosen ?? fitted();
    zoomTo({ in: scale * STEP, out: scale / STEP, fit: null }[how], point);
    announce(shown.textContent);
  }

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button) {
      zoom(button.dataset.zoom);
    }
  });
  frame.addEventListener("keydown", (event) => {
    if (KEYS[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      zoom(KEYS[event.key]);
    }
  });
  frame.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey) {
        event.preventDefault();
        zoomTo((chosen ?? fitted()) * Math.exp(-event.deltaY / 300), { x: event.clientX, y: event.clientY });
      }
    },
    { passive: false },
  );
  frame.addEventListener("dblclick", (event) => {
    if (!event.target.closest(OBJECTS)) {
      zoomTo(frame.classList.contains("is-zoomed") ? null : Math.max(1, fitted() * STEP), { x: event.clientX, y: event.clientY });
    }
  });
  pinch(frame, () => chosen ?? fitted(), zoomTo);
  pan(frame);
  frame.addEventListener("map:redrawn", apply);
  new ResizeObserver(apply).observe(frame);
  frame.classList.add("is-zoomable");
  begin();
}

function pinch(frame, scaleNow, zoomTo) {
  let start = null;
  const measure = ([one, other]) => ({
    distance: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    point: { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 },
  });
  frame.addEventListener("touchstart", (event) => {
    start = event.touches.length === 2 ? { ...measure(event.touches), scale: scaleNow() } : null;
  }, { passive: true });
  frame.addEventListener("touchmove", (event) => {
    if (start && event.touches.length === 2) {
      event.preventDefault();
      const { distance, point } = measure(event.touches);
      zoomTo((start.scale * distance) / start.distance, point);
    }
  }, { passive: false });
}

/* The mouse takes hold of the ground; fingers scroll by themselves. */
function pan(frame) {
  frame.addEventListener("pointerdown", (event) => {
    const onGround = !event.target.closest(OBJECTS);
    if (event.pointerType !== "mouse" || event.button !== 0 || !onGround || !frame.classList.contains("is-zoomed")) {
      return;
    }
    event.preventDefault();
    const begin = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
    const move = (moved) => frame.scrollTo(begin.x - moved.clientX, begin.y - moved.clientY);
    frame.setPointerCapture(event.pointerId);
    frame.addEventListener("pointermove", move);
    const stop = () => frame.removeEventListener("pointermove", move);
    frame.addEventListener("lostpointercapture", stop, { once: true });
  });
}
