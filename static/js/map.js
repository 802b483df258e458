/* Pointing at a card of the strategy map, or reaching it by keyboard, brings out what drives it and
   what it drives; pointing at an arrow brings out its two ends. Without this the map reads the same. */

function keysOf(text) {
  return text ? text.split(" ") : [];
}

function trace(map, keys) {
  map.querySelectorAll(".map-card").forEach((card) => {
    card.classList.toggle("is-traced", keys.has(card.dataset.key));
  });
  map.querySelectorAll(".map-arrow").forEach((arrow) => {
    arrow.classList.toggle("is-traced", keys.has(arrow.dataset.cause) && keys.has(arrow.dataset.effect));
  });
  map.classList.toggle("is-tracing", keys.size > 0);
}

/* A chain runs upwards and downwards from its card, never sideways from one cause to another effect. */
function traceCard(map, card) {
  const above = new Set([...keysOf(card.dataset.downstream), card.dataset.key]);
  const below = new Set([...keysOf(card.dataset.upstream), card.dataset.key]);
  trace(map, new Set([...above, ...below]));
  map.querySelectorAll(".map-arrow.is-traced").forEach((arrow) => {
    const { cause, effect } = arrow.dataset;
    const inChain = (above.has(cause) && above.has(effect)) || (below.has(cause) && below.has(effect));
    arrow.classList.toggle("is-traced", inChain);
  });
}

function follow(map, target) {
  const card = target.closest?.(".map-card");
  const arrow = target.closest?.(".map-arrow");
  if (card) {
    traceCard(map, card);
  } else if (arrow) {
    trace(map, new Set([arrow.dataset.cause, arrow.dataset.effect]));
  } else {
    trace(map, new Set());
  }
}

document.querySelectorAll("[data-strategy-map] .strategy-map").forEach((map) => {
  map.addEventListener("pointerover", (event) => follow(map, event.target));
  map.addEventListener("pointerleave", () => follow(map, document.activeElement));
  map.addEventListener("focusin", (event) => follow(map, event.target));
  map.addEventListener("focusout", (event) => follow(map, event.relatedTarget ?? document.body));
});
