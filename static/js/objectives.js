/* Objectives are dragged by their handle to another place or perspective. The server says what came of it:
   its page takes the place of the table. The buttons of each row do the same by keyboard and without this. */

import { freshToken, isSignedOut, saySignedOut } from "./session.js";

const EDGE = 80;
const STEP = 16;

let drag = null;

function table() {
  return document.querySelector("[data-objectives]");
}

/* Where the row would go: behind the head of a perspective, or before or behind one of its rows. */
function placeUnder(x, y) {
  const row = document.elementFromPoint(x, y)?.closest("[data-objectives] tbody tr");
  if (!row || row === drag.row) {
    return null;
  }
  const box = row.getBoundingClientRect();
  const isHead = row.matches(".group-row");
  return { row, isBefore: !isHead && row.matches("[data-objective]") && y < box.top + box.height / 2 };
}

function clearMark() {
  table().querySelectorAll(".drop-before, .drop-after").forEach((row) => {
    row.classList.remove("drop-before", "drop-after");
  });
}

function mark(place) {
  clearMark();
  place?.row.classList.add(place.isBefore ? "drop-before" : "drop-after");
}

/* The number that the row would have among the others of that perspective, from 1. */
function numberOf(place) {
  const others = [...place.row.closest("tbody").querySelectorAll("[data-objective]")].filter(
    (row) => row !== drag.row,
  );
  return others.indexOf(place.row) + (place.isBefore ? 1 : 2);
}

function scrollNearEdges(y) {
  if (y < EDGE) {
    window.scrollBy(0, -STEP);
  } else if (y > window.innerHeight - EDGE) {
    window.scrollBy(0, STEP);
  }
}

function showMessages(page) {
  page.querySelectorAll("#messages .toast").forEach((toast) => {
    document.getElementById("messages").append(toast);
    window.bootstrap.Toast.getOrCreateInstance(toast).show();
  });
}

function sayFailure() {
  const toast = document.getElementById("failure-toast").content.cloneNode(true).querySelector(".toast");
  document.getElementById("messages").append(toast);
  window.bootstrap.Toast.getOrCreateInstance(toast).show();
}

/* Says where the row is now, for those who don't see it move. */
function announce(key) {
  const row = document.getElementById(`objective-${key}`);
  if (!row) {
    return;
  }
  const group = row.closest("tbody");
  const place = [...group.querySelectorAll("[data-objective]")].indexOf(row) + 1;
  document.getElementById("objectives-said").textContent = table()
    .dataset.said.replace("[code]", row.dataset.code)
    .replace("[place]", place)
    .replace("[perspective]", group.dataset.name);
}

async function send(row, perspective, position) {
  const form = row.querySelector("form.move-buttons");
  const data = new FormData(form);
  data.set("perspective", perspective);
  data.set("position", position);
  data.set("csrfmiddlewaretoken", freshToken(data.get("csrfmiddlewaretoken")));
  try {
    const response = await fetch(form.action, { method: "POST", body: data });
    if (isSignedOut(response)) {
      saySignedOut();
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-objectives]");
    if (!response.ok || !fresh) {
      sayFailure();
      return;
    }
    table().replaceWith(fresh);
    showMessages(page);
    announce(row.dataset.objective);
  } catch {
    sayFailure();
  }
}

function begin(event) {
  const handle = event.target.closest(".drag-handle");
  if (!handle || event.button !== 0) {
    return;
  }
  event.preventDefault();
  drag = { row: handle.closest("tr"), place: null };
  drag.row.classList.add("is-dragging");
  handle.setPointerCapture(event.pointerId);
}

function move(event) {
  if (!drag) {
    return;
  }
  drag.place = placeUnder(event.clientX, event.clientY);
  mark(drag.place);
  scrollNearEdges(event.clientY);
}

function end() {
  drag.row.classList.remove("is-dragging");
  clearMark();
  drag = null;
}

function drop() {
  if (!drag) {
    return;
  }
  const { row, place } = drag;
  if (place) {
    send(row, place.row.closest("tbody").dataset.perspective, numberOf(place));
  }
  end();
}

function cancel(event) {
  if (drag && (event.type === "pointercancel" || event.key === "Escape")) {
    end();
  }
}

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", move);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", cancel);
document.addEventListener("keydown", cancel);
