/* Moving on the strategy map by keyboard: one card and one arrow are in the tab order, the arrow keys reach the
   others: cards by where they stand, arrows one after the other. */

import { arrowsIn, boxOf, cardsIn } from "./map_cards.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function nearest(cards, from) {
  const distance = (card) => Math.abs(boxOf(card).middleX - boxOf(from).middleX);
  return cards.sort((one, other) => distance(one) - distance(other))[0];
}

/* Sideways within the row, up and down to the nearest card of the next row. */
function cardBeside(cards, card, [right, down]) {
  const here = boxOf(card);
  const rows = [...new Set(cards.map((each) => boxOf(each).y))].sort((a, b) => a - b);
  const row = rows[rows.indexOf(here.y) + down];
  const candidates = cards.filter((each) => {
    const box = boxOf(each);
    return box.y === row && each !== card && (down !== 0 || Math.sign(box.x - here.x) === right);
  });
  return nearest(candidates, card);
}

function arrowBeside(arrows, arrow, [right, down]) {
  return arrows[arrows.indexOf(arrow) + right + down];
}

function becomeCurrent(elements, current) {
  elements.forEach((element) => element.setAttribute("tabindex", element === current ? 0 : -1));
}

export function moveByKeys(frame) {
  const settle = () => {
    becomeCurrent(cardsIn(frame), cardsIn(frame)[0]);
    arrowsIn(frame).forEach((arrow) => arrow.setAttribute("role", "button"));
    becomeCurrent(arrowsIn(frame), arrowsIn(frame)[0]);
  };
  frame.addEventListener("map:redrawn", settle);
  frame.addEventListener("focusin", (event) => {
    const [card, arrow] = [event.target.closest(".map-card"), event.target.closest(".map-arrow")];
    if (card && !("drawing" in frame.dataset)) {
      becomeCurrent(cardsIn(frame), card);
    } else if (arrow) {
      becomeCurrent(arrowsIn(frame), arrow);
    }
  });
  frame.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const [card, arrow] = [event.target.closest(".map-card"), event.target.closest(".map-arrow")];
    const next = card ? cardBeside(cardsIn(frame), card, step) : arrow && arrowBeside(arrowsIn(frame), arrow, step);
    if (card || arrow) {
      event.preventDefault();
      next?.focus();
    }
  });
  settle();
}
