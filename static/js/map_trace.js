/* Pointing at a card, or reaching it by keyboard, brings out what drives it and what it drives, and says it in
   the line above the map; pointing at an arrow brings out its two ends. */

import { cardsIn, drawingIn, keysOf } from "./map_cards.js";
import { announce, mention, show, words } from "./map_said.js";

function trace(frame, keys, isInChain) {
  cardsIn(frame).forEach((card) => card.classList.toggle("is-traced", keys.has(card.dataset.key)));
  frame.querySelectorAll(".map-arrow").forEach((arrow) => {
    arrow.classList.toggle("is-traced", isInChain(arrow.dataset.cause, arrow.dataset.effect));
  });
  drawingIn(frame).classList.toggle("is-tracing", keys.size > 0);
}

/* A chain runs upwards and downwards from its card, never sideways from one cause to another effect. */
function traceCard(frame, card) {
  const driven = new Set([...keysOf(card.dataset.downstream), card.dataset.key]);
  const drivers = new Set([...keysOf(card.dataset.upstream), card.dataset.key]);
  trace(
    frame,
    new Set([...driven, ...drivers]),
    (cause, effect) => (driven.has(cause) && driven.has(effect)) || (drivers.has(cause) && drivers.has(effect)),
  );
}

function traceArrow(frame, { cause, effect }) {
  trace(frame, new Set([cause, effect]), (from, to) => from === cause && to === effect);
}

/* What was brought out, in words. */
function follow(frame, target) {
  const card = target?.closest?.(".map-card, .map-handle[data-key]");
  const arrow = target?.closest?.(".map-arrow");
  if (card) {
    const own = cardsIn(frame).find((each) => each.dataset.key === card.dataset.key);
    traceCard(frame, own);
    return own.dataset.chain;
  }
  if (arrow) {
    traceArrow(frame, arrow.dataset);
    return arrow.getAttribute("aria-label") ?? undefined;
  }
  trace(frame, new Set(), () => false);
  return undefined;
}

/* A finger can't point without pressing: its first tap on a card shows the chain, the second one opens. */
function letFingersLook(frame, isDrawing) {
  let looked = "";
  frame.addEventListener("click", (event) => {
    const card = event.target.closest(".map-card");
    if (card && event.pointerType === "touch" && !isDrawing() && card.dataset.key !== looked) {
      event.preventDefault();
      looked = card.dataset.key;
      card.focus({ preventScroll: true });
      show([card.dataset.chain, words.tap_again].filter(Boolean).join(" "));
    }
  });
}

export function followChains(frame) {
  const isDrawing = () => "drawing" in frame.dataset;
  const look = (target, tell = mention) => !isDrawing() && tell(follow(frame, target));
  frame.addEventListener("pointerover", (event) => look(event.target));
  frame.addEventListener("pointerleave", () => look(frame.contains(document.activeElement) && document.activeElement));
  frame.addEventListener("focusin", (event) => {
    look(event.target, show);
    const card = event.target.closest(".map-card");
    if (card && !isDrawing()) {
      announce(card.dataset.chain ?? "");
    }
  });
  frame.addEventListener("focusout", (event) => look(event.relatedTarget));
  frame.addEventListener("map:drawing", () => follow(frame, null));
  letFingersLook(frame, isDrawing);
}
