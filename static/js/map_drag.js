/* Drawing a link by dragging from card to card: with a mouse or pen from anywhere on the card, with a finger
   from its handle, so that the map can still be scrolled. */

import { boxOf, cardOf, cardsIn, pointAt, svg } from "./map_cards.js";
import { fill, words } from "./map_said.js";

const FROM = 5; // pixels: less is a click
const EDGE = 32;
const [REACH, FINGER_REACH] = [13, 17]; // half of what can be taken hold of, in the drawing's units

function addHandles(frame) {
  const reach = window.matchMedia("(hover: none)").matches ? FINGER_REACH : REACH;
  cardsIn(frame).forEach((card) => {
    const { x, y, width } = boxOf(card);
    const handle = svg("g", { class: "map-handle", transform: `translate(${x + width - 13} ${y + 14})` });
    handle.dataset.key = card.dataset.key;
    const title = svg("title", {});
    title.textContent = fill(words.handle, { cause: card.dataset.code });
    handle.append(
      title,
      svg("circle", { class: "map-handle-reach", r: reach }),
      svg("circle", { class: "map-handle-disc", r: 8.5 }),
      svg("path", { class: "map-handle-sign", d: "M-3.5 3.5L3 -3M-1 -3.5H3.5V1" }),
    );
    card.after(handle);
  });
}

/* A frame larger than what is seen of it follows the drag. */
function scrollAtEdge(frame, { clientX, clientY }) {
  const { left, right, top, bottom } = frame.getBoundingClientRect();
  const pull = (low, high, at) => Math.min(0, at - low - EDGE) + Math.max(0, at - high + EDGE);
  frame.scrollBy(pull(left, right, clientX) / 2, pull(top, bottom, clientY) / 2);
}

function cardUnder(frame, event) {
  const found = document.elementFromPoint(event.clientX, event.clientY)?.closest(".map-card, .map-handle");
  return found && frame.contains(found) ? cardOf(frame, found.dataset.key) : null;
}

export function letLinksBeDragged(frame, drawing) {
  let drag = null;

  function stop() {
    drag = null;
    frame.classList.remove("is-drawing");
  }

  function suppressClick() {
    const swallow = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    frame.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => frame.removeEventListener("click", swallow, { capture: true }), 50);
  }

  frame.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".map-handle");
    const card = handle ? cardOf(frame, handle.dataset.key) : event.target.closest(".map-card");
    const mayDrag = handle || event.pointerType !== "touch";
    if (event.button === 0 && card && mayDrag && !frame.hasAttribute("aria-busy")) {
      drag = { card, x: event.clientX, y: event.clientY, hasBegun: false };
    }
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drag) {
      return;
    }
    if (!drag.hasBegun && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FROM) {
      drag.hasBegun = true;
      frame.setPointerCapture(event.pointerId);
      frame.classList.add("is-drawing");
      drawing.begin(drag.card);
    }
    if (drag.hasBegun && drawing.isOn()) {
      scrollAtEdge(frame, event);
      drawing.aim(cardUnder(frame, event), pointAt(frame, event));
    }
  });
  frame.addEventListener("pointerup", (event) => {
    if (!drag?.hasBegun) {
      stop();
      return;
    }
    const { card } = drag;
    stop();
    suppressClick();
    const target = cardUnder(frame, event);
    if (!drawing.isOn()) {
      return;
    }
    if (target && target !== card) {
      drawing.choose(target);
    } else {
      drawing.cancel();
    }
  });
  frame.addEventListener("pointercancel", () => {
    if (drag?.hasBegun) {
      drawing.cancel();
    }
    stop();
  });
  /* A handle that is only tapped or clicked chooses the cause. */
  frame.addEventListener("click", (event) => {
    const handle = event.target.closest(".map-handle");
    if (handle && !drawing.isOn()) {
      drawing.begin(cardOf(frame, handle.dataset.key));
    } else if (handle) {
      drawing.choose(cardOf(frame, handle.dataset.key));
    }
  });
  /* Browsers differ in whether touch-action holds for a part of an SVG. */
  frame.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("map:redrawn", () => addHandles(frame));
  addHandles(frame);
}
