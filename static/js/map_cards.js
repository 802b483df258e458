/* The cards and arrows of a strategy map as scripts see them, in the drawing's own coordinates. */

export function drawingIn(frame) {
  return frame.querySelector(".strategy-map");
}

export function cardsIn(frame) {
  return [...frame.querySelectorAll(".map-card")];
}

export function arrowsIn(frame) {
  return [...frame.querySelectorAll(".map-arrow[data-link]")];
}

export function cardOf(frame, key) {
  return cardsIn(frame).find((card) => card.dataset.key === key);
}

export function arrowOf(frame, link) {
  return arrowsIn(frame).find((arrow) => arrow.dataset.link === String(link));
}

export function keysOf(text) {
  return text ? text.split(" ") : [];
}

/* Where a card lies. */
export function boxOf(card) {
  const rect = card.querySelector(".map-card-box");
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  return { x, y, width, height, middleX: x + width / 2, middleY: y + height / 2 };
}

/* Where a pointer is. */
export function pointAt(frame, event) {
  const drawing = drawingIn(frame);
  const shown = drawing.getBoundingClientRect();
  const scale = drawing.viewBox.baseVal.width / shown.width;
  return { x: (event.clientX - shown.left) * scale, y: (event.clientY - shown.top) * scale };
}

export function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, value));
  return element;
}
