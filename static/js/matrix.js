/* The decomposition matrix: each tick is saved by itself, and arrow keys move between the cells.
   Without this script every tick is a form that is sent and shows the page again. */

import { freshToken, isSignedOut, saySignedOut } from "./session.js";

const table = document.querySelector("[data-matrix]");
const form = document.getElementById("ticks");
const rows = table ? [...table.tBodies].flatMap((body) => [...body.rows]).map(ticksOf).filter((row) => row.length) : [];

function ticksOf(row) {
  return [...row.querySelectorAll(".tick")];
}

/* One cell is in the tab order, the arrow keys reach the others. */
function becomeCurrent(tick) {
  table.querySelectorAll('.tick[tabindex="0"]').forEach((other) => {
    other.tabIndex = -1;
  });
  tick.tabIndex = 0;
}

function neighbour(tick, key) {
  const at = rows.findIndex((row) => row.includes(tick));
  const column = rows[at].indexOf(tick);
  const last = rows[at].length - 1;
  switch (key) {
    case "ArrowUp":
      return rows[at - 1]?.[column];
    case "ArrowDown":
      return rows[at + 1]?.[column];
    case "ArrowLeft":
      return rows[at][column - 1];
    case "ArrowRight":
      return rows[at][column + 1];
    case "Home":
      return rows[at][0];
    case "End":
      return rows[at][last];
    default:
      return undefined;
  }
}

function show(tick, ticked) {
  const [statement, objective] = tick.value.split("-");
  tick.setAttribute("aria-checked", String(ticked));
  tick.value = `${statement}-${objective}-${ticked ? 0 : 1}`;
}

function showCount(selector, count) {
  const place = table.querySelector(`${selector} .tick-count`);
  place.querySelector("[data-count]").textContent = count;
  place.classList.toggle("is-alone", count === 0);
}

/* The head of the column says it too: the foot of a long matrix is out of sight. */
function showInHead(objective, count) {
  table.querySelector(`[data-alone-head="${objective}"]`).hidden = count !== 0;
}

/* How many orphans the buttons above the matrix count; the rows and columns shown stay until they are asked anew. */
function showAlone(kind, count) {
  const place = document.querySelector(`[data-alone="${kind}"]`);
  if (place) {
    place.textContent = count;
    place.parentElement.classList.toggle("is-none", count === 0);
  }
}

function sayError(words) {
  const toast = document.getElementById("failure-toast").content.cloneNode(true).querySelector(".toast");
  toast.querySelector(".toast-body").textContent = words;
  document.getElementById("messages").append(toast);
  window.bootstrap.Toast.getOrCreateInstance(toast).show();
}

/* Answers what the server says, or nothing when it did not save the tick. */
async function send(tick) {
  const data = new FormData(form);
  data.append("tick", tick.value);
  data.set("csrfmiddlewaretoken", freshToken(data.get("csrfmiddlewaretoken")));
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
    });
    if (isSignedOut(response)) {
      saySignedOut();
      return undefined;
    }
    if (response.ok) {
      return await response.json();
    }
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    sayError(isJson ? (await response.json()).error : form.dataset.failure);
  } catch {
    sayError(form.dataset.failure);
  }
  return undefined;
}

async function toggle(tick) {
  if (tick.getAttribute("aria-busy") === "true") {
    return;
  }
  const [statement, objective] = tick.value.split("-");
  const before = tick.getAttribute("aria-checked") === "true";
  tick.setAttribute("aria-busy", "true");
  const answer = send(tick);
  show(tick, !before);
  const saved = await answer;
  tick.removeAttribute("aria-busy");
  if (saved === undefined) {
    show(tick, before);
    return;
  }
  show(tick, saved.ticked);
  showCount(`[data-statement="${statement}"]`, saved.statement_count);
  showCount(`[data-objective="${objective}"]`, saved.objective_count);
  showInHead(objective, saved.objective_count);
  showAlone("statements", saved.statements_alone);
  showAlone("objectives", saved.objectives_alone);
  document.querySelector("[data-answer]").textContent = saved.answer;
}

function start() {
  rows.flat().forEach((tick) => {
    tick.tabIndex = -1;
  });
  if (rows.length) {
    becomeCurrent(rows[0][0]);
  }
  table.addEventListener("focusin", (event) => {
    if (event.target.matches(".tick")) {
      becomeCurrent(event.target);
    }
  });
  table.addEventListener("keydown", (event) => {
    if (!event.target.matches(".tick") || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const next = neighbour(event.target, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.matches(".tick")) {
      event.preventDefault();
      toggle(event.submitter);
    }
  });
}

if (table && form) {
  start();
}
