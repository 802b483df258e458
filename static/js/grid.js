/* A table of inputs that saves each changed cell by itself, with the keys of a spreadsheet.

   Every input has data-key (its row in the database), data-version (that the row was read at), data-url
   and data-field. The server reads the typed text in the page's language, checks it, and answers with the
   values as stored and with the new content of everything on the page that follows from them. Nothing is
   computed here. What could not be saved stays in its cell, marked, until it is saved or taken back. */

import { isBlock } from "./clipboard.js";
import { askDoubts, isConfirmed } from "./grid_doubts.js";
import { pasteSummary, putBlock } from "./grid_paste.js";
import {
  announce,
  button,
  clearNote,
  isUnsaved,
  onRetry,
  say,
  show,
  showMessage,
  showOutputs,
  showState,
  words,
} from "./grid_view.js";

const RETRY_AFTER = [2000, 5000, 15000, 30000];

const table = document.querySelector("[data-grid]");

const records = new Map(); // key -> {key, url, version, cells: {field: cell}}
const cells = new Map(); // input -> cell
const rows = []; // per table row: {code, line, byColumn: Map(column -> cell)}
const columns = [];
const queue = [];

let pumping = false;
let failures = 0;
let retryTimer = null;
let stopped = "";
let paste = null;

/* --- the cells ------------------------------------------------------------ */

function collect() {
  table.querySelectorAll("tr[data-row]").forEach((line) => {
    const row = { code: line.dataset.row, line, byColumn: new Map() };
    line.querySelectorAll("input[data-key]").forEach((input) => {
      const { key, url, version, field } = input.dataset;
      const column = input.dataset.column ?? field;
      const record = records.get(key) ?? { key, url, version: Number(version), cells: {} };
      records.set(key, record);
      const cell = { input, record, field, row, column, saved: input.value, conflict: null };
      record.cells[field] = cell;
      row.byColumn.set(column, cell);
      cells.set(input, cell);
      if (!columns.includes(column)) {
        columns.push(column);
      }
      input.readOnly = false;
    });
    rows.push(row);
  });
  columns.sort((a, b) => place(a) - place(b));
}

/* Columns in the order in which they stand on the page; the upper target comes right after its target. */
function place(column) {
  const first = rows.map((row) => row.byColumn.get(column)).find(Boolean);
  return column.includes("-") ? Number(column.replace("-", ".")) : first.input.closest("td").cellIndex;
}

/* The rows that no filter hides. */
function shownRows() {
  return rows.filter((row) => !row.line.hidden);
}

function unsavedCells() {
  return [...cells.values()].filter((cell) => isUnsaved(cell) || cell.conflict);
}

function refresh() {
  showState(unsavedCells().length, queue.length, stopped);
}

/* --- saving --------------------------------------------------------------- */

/* A cell that was left: saved if it says something new. */
function commit(cell) {
  if (cell.conflict) {
    return;
  }
  if (!isUnsaved(cell)) {
    clearNote(cell);
  } else if (cell.input.value !== cell.refused && !queue.includes(cell)) {
    queue.push(cell);
  }
  show(cell);
  refresh();
  pump();
}

/* The cells that go in one request: alone, but both targets of a range together. */
function together(cell) {
  const { target, target_upper: upper } = cell.record.cells;
  if (!target || !upper) {
    return [cell];
  }
  return [target, upper].filter((each) => each === cell || isUnsaved(each));
}

async function pump() {
  if (pumping || stopped) {
    return;
  }
  pumping = true;
  while (queue.length && !stopped) {
    await send(queue[0]);
  }
  pumping = false;
  refresh();
  summarizePaste();
}

async function send(cell) {
  const group = together(cell);
  const values = Object.fromEntries(group.map((each) => [each.field, each.input.value]));
  group.forEach((each) => {
    each.sending = true;
    show(each);
  });
  let response = null;
  let answer = {};
  try {
    response = await fetch(cell.record.url, {
      method: "PATCH",
      redirect: "manual",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: JSON.stringify({
        values,
        version: cell.record.version,
        language: words.language,
        confirmed: isConfirmed(group),
      }),
    });
    answer = await readAnswer(response);
  } catch {
    response = null;
  }
  group.forEach((each) => {
    each.sending = false;
  });
  receive(response, answer, group, values);
  group.forEach(show);
  refresh();
  keepInView();
}

/* The cookie is newer than the page after signing in again in another tab. */
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function readAnswer(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : {};
}

function receive(response, answer, group, values) {
  if (response === null || [502, 503, 504].includes(response.status)) {
    waitForConnection();
    return;
  }
  failures = 0;
  const isSignedOut = response.type === "opaqueredirect" || response.status === 401;
  if (isSignedOut || (response.status === 403 && !answer.message)) {
    stop("signedOut");
  } else if (response.ok && answer.values) {
    leaveQueue(group);
    accept(answer, group, values);
  } else if (response.status === 409) {
    leaveQueue(group);
    conflict(answer, group);
  } else if (answer.doubts) {
    leaveQueue(group);
    askDoubts(answer.doubts, group, values, { commit, restore });
  } else if (answer.errors || answer.message) {
    leaveQueue(group);
    refuse(answer, group, values);
  } else {
    stop("failed");
  }
}

function leaveQueue(group) {
  group.forEach((cell) => {
    const position = queue.indexOf(cell);
    if (position !== -1) {
      queue.splice(position, 1);
    }
  });
}

function accept(answer, group, values) {
  adopt(answer, group[0].record, (cell) => group.includes(cell) && cell.input.value === values[cell.field]);
  group.forEach((cell) => {
    cell.refused = undefined;
    if (!isUnsaved(cell)) {
      clearNote(cell);
    } else if (cell.input !== document.activeElement) {
      queue.push(cell);
    }
  });
  showOutputs(answer.outputs);
  announce(answer.said ?? "");
}

/* The row as the server has it. A cell that somebody is typing in keeps what is typed. */
function adopt(answer, record, isOurs) {
  record.version = answer.version;
  Object.values(record.cells).forEach((cell) => {
    const stored = answer.values[cell.field].replace(/[\r\n]/g, "");
    if (isOurs(cell) || !isUnsaved(cell)) {
      cell.input.value = stored;
    }
    cell.saved = stored;
    show(cell);
  });
}

function refuse(answer, group, values) {
  group.forEach((cell) => {
    const text = answer.errors?.[cell.field];
    cell.refused = values[cell.field];
    if (cell.input.value !== values[cell.field] && cell.input !== document.activeElement) {
      queue.push(cell);
    } else if (text || answer.message) {
      say(cell, text ?? answer.message);
    } else {
      clearNote(cell);
    }
  });
  const elsewhere = Object.entries(answer.errors ?? {}).find(([field]) => !(field in values));
  if (elsewhere) {
    const partner = group[0].record.cells[elsewhere[0]] ?? group[0];
    say(partner, elsewhere[1]);
  }
}

/* Somebody else changed the row. Where it was another cell of it, ours goes again on top of it. */
function conflict(answer, group) {
  const before = new Map(group.map((cell) => [cell, cell.saved]));
  adopt(answer, group[0].record, () => false);
  group.forEach((cell) => {
    if (cell.saved === before.get(cell)) {
      queue.unshift(cell);
    } else if (isUnsaved(cell)) {
      ask(cell, answer.conflicts[cell.field]);
    }
  });
}

function ask(cell, text) {
  cell.conflict = { mine: cell.input.value };
  const line = say(cell, text);
  const choice = document.createElement("span");
  choice.className = "cell-choice";
  choice.append(
    button(words.mine, () => {
      settle(cell, cell.input.value);
      commit(cell);
      cell.input.focus();
    }),
    button(words.theirs, () => {
      settle(cell, cell.saved);
      cell.input.focus();
    }),
  );
  line.append(choice);
}

function settle(cell, text) {
  cell.conflict = null;
  cell.refused = undefined;
  cell.input.value = text;
  clearNote(cell);
  show(cell);
  refresh();
}

/* --- when saving is not possible now --------------------------------------- */

function waitForConnection() {
  stop("offline");
  const wait = RETRY_AFTER[Math.min(failures, RETRY_AFTER.length - 1)];
  failures += 1;
  clearTimeout(retryTimer);
  retryTimer = setTimeout(resume, wait);
}

function stop(reason) {
  stopped = reason;
}

function resume() {
  clearTimeout(retryTimer);
  stopped = "";
  pump();
}

function tryAgain() {
  unsavedCells()
    .filter((cell) => !cell.conflict && !queue.includes(cell))
    .forEach((cell) => queue.push(cell));
  resume();
}

/* --- keys ------------------------------------------------------------------- */

function move(cell, step) {
  const shown = shownRows();
  for (let at = shown.indexOf(cell.row) + step; shown[at]; at += step) {
    const next = shown[at].byColumn.get(cell.column);
    if (next) {
      next.input.focus();
      return;
    }
  }
  commit(cell);
}

/* A message at another cell may have moved the one that is being typed in. */
function keepInView() {
  if (cells.has(document.activeElement)) {
    document.activeElement.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function restore(cell) {
  settle(cell, cell.saved);
  leaveQueue([cell]);
  cell.input.select();
  refresh();
}

function onKey(event) {
  const cell = cells.get(event.target);
  if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const steps = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Escape") {
    restore(cell);
  } else if (event.key in steps && !(event.shiftKey && event.key !== "Enter")) {
    move(cell, steps[event.key]);
  } else {
    return;
  }
  event.preventDefault();
}

/* --- paste ------------------------------------------------------------------ */

function onPaste(event) {
  const start = cells.get(event.target);
  const text = event.clipboardData.getData("text/plain");
  if (!start || !isBlock(text)) {
    return;
  }
  event.preventDefault();
  paste = putBlock(text, start, shownRows(), columns);
  paste.changed.forEach(commit);
  refresh();
  summarizePaste();
}

/* Once every pasted cell was answered for. */
function summarizePaste() {
  if (paste && !queue.length) {
    showMessage(pasteSummary(paste));
    paste = null;
  }
}

/* --- start ------------------------------------------------------------------- */

collect();
table.addEventListener("keydown", onKey);
table.addEventListener("paste", onPaste);
table.addEventListener("focusin", (event) => {
  if (cells.has(event.target)) {
    event.target.select();
    keepInView();
  }
});
table.addEventListener("focusout", (event) => cells.has(event.target) && commit(cells.get(event.target)));
table.addEventListener("input", (event) => {
  const cell = cells.get(event.target);
  if (cell) {
    show(cell);
    refresh();
  }
});
onRetry(tryAgain);
window.addEventListener("online", () => stopped === "offline" && resume());
window.addEventListener("beforeunload", (event) => {
  if (unsavedCells().length) {
    event.preventDefault();
  }
});
