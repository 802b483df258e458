/* A status in the legend, pressed, leaves only the cards of that status in full strength. */

import { cardsIn, drawingIn } from "./map_cards.js";

export function filterByLegend(frame) {
  const legend = document.querySelector("[data-map-legend]");
  const buttons = [];

  function apply() {
    const chosen = buttons.filter((button) => button.getAttribute("aria-pressed") === "true");
    const statuses = chosen.map((button) => `is-${button.dataset.status}`);
    drawingIn(frame).classList.toggle("is-filtered", statuses.length > 0);
    cardsIn(frame).forEach((card) => {
      card.classList.toggle("is-chosen", statuses.some((status) => card.classList.contains(status)));
    });
  }

  legend?.querySelectorAll("[data-status]").forEach((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-filter";
    button.dataset.status = item.dataset.status;
    button.setAttribute("aria-pressed", "false");
    button.append(...item.childNodes);
    item.append(button);
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      apply();
    });
    buttons.push(button);
  });
  frame.addEventListener("map:redrawn", apply);
}
