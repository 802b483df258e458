/* Saving: one request per changed cell, one after the other, again when the network is back. */

import { reaction } from "./grid_answers.js";
import { cells, isUnsaved, unsavedCells } from "./grid_cells.js";
import { isConfirmed } from "./grid_doubts.js";
import { sendJson } from "./grid_send.js";
import { clearNote, show, showState, words } from "./grid_view.js";

const RETRY_AFTER = [2000, 5000, 15000, 30000];

const queue = [];

let running = null;
let turn = Promise.resolve();
let isHeld = false;
let failures = 0;
let retryTimer = null;
let stopped = "";

export function refresh() {
  showState(unsavedCells().length, queue.length, stopped);
}

/* A cell that was left: saved if it says something new. */
export function commit(cell) {
  if (cell.conflict) {
    return;
  }
  if (!isUnsaved(cell) && !cell.origin) {
    clearNote(cell);
  } else if (cell.input.value !== cell.refused && !queue.includes(cell)) {
    queue.push(cell);
  }
  show(cell);
  refresh();
  pump();
}

/* Runs act while nothing else is being saved. */
export function alone(act) {
  const mine = turn.then(async () => {
    await pump();
    isHeld = true;
    try {
      return await act();
    } finally {
      isHeld = false;
      pump();
    }
  });
  turn = mine.catch(() => {});
  return mine;
}

function pump() {
  if (queue.length && !running && !stopped && !isHeld) {
    running = drain();
  }
  return running ?? Promise.resolve();
}

async function drain() {
  while (queue.length && !stopped) {
    await send(queue[0]);
  }
  running = null;
  refresh();
}

/* The cells that go in one request: alone, but both targets of a range together. */
function together(cell) {
  const { target, target_upper: upper } = cell.record.cells;
  if (!target || !upper) {
    return [cell];
  }
  return [target, upper].filter((each) => each === cell || isUnsaved(each));
}

/* What was undone stood there before, so nobody is asked again whether it is meant. */
async function send(cell) {
  const group = together(cell);
  const texts = group.map((each) => [each.field, each.origin?.texts.get(each) ?? each.input.value]);
  const values = Object.fromEntries(texts);
  group.forEach((each) => {
    each.sending = true;
    show(each);
  });
  const outcome = await sendJson("PATCH", cell.record.url, {
    values,
    version: cell.record.version,
    language: words.language,
    confirmed: isConfirmed(group) || group.every((each) => each.origin),
  });
  group.forEach((each) => {
    each.sending = false;
  });
  receive(outcome, group, values);
  group.forEach(show);
  refresh();
  keepInView();
}

function receive({ kind, status, answer }, group, values) {
  if (kind === "offline") {
    waitForConnection();
    return;
  }
  failures = 0;
  const react = kind === "signedOut" ? null : reaction(status, answer);
  if (react) {
    leaveQueue(group);
    queue.unshift(...react(answer, group, values, commit));
  } else {
    stopped = kind === "signedOut" ? "signedOut" : "failed";
  }
}

export function leaveQueue(group) {
  group.forEach((cell) => {
    const position = queue.indexOf(cell);
    if (position !== -1) {
      queue.splice(position, 1);
    }
  });
}

/* A message at another cell may have moved the one that is being typed in. */
export function keepInView() {
  if (cells.has(document.activeElement)) {
    document.activeElement.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function waitForConnection() {
  stopped = "offline";
  const wait = RETRY_AFTER[Math.min(failures, RETRY_AFTER.length - 1)];
  failures += 1;
  clearTimeout(retryTimer);
  retryTimer = setTimeout(resume, wait);
}

function resume() {
  clearTimeout(retryTimer);
  stopped = "";
  pump();
}

export function resumeWhenBack() {
  window.addEventListener("online", () => stopped === "offline" && resume());
}

/* The button goes away once there is nothing to try, so the focus goes to what is tried first. */
export function tryAgain() {
  const tried = unsavedCells().filter((cell) => !cell.conflict);
  tried.filter((cell) => !queue.includes(cell)).forEach((cell) => queue.push(cell));
  (tried[0] ?? queue[0])?.input.focus();
  resume();
}
