/* The dialog that shows what a block of cells will change, before all of it is saved or nothing.

   The server judges every cell; its answer is kept as item.seen ({kind, old, new, why, doubt, suggestion,
   version}). A cell that can't be stored is corrected in the dialog or left out; where somebody else was
   quicker, one chooses. What only the dialog knows of an item: text (as typed there), chosen ("mine" or
   "theirs" and the version that was chosen at). */

import { adoptBlock, sendBlock } from "./grid_block.js";
import { drawPreview, isContradicted, parts, takeSuggestions, wordsFor } from "./grid_preview_view.js";
import { alone } from "./grid_save.js";
import { announce } from "./grid_view.js";

const WRONG = ["unreadable", "refused"];

let shown = null; // {items, title, lost, notice, start, act, isMeant, isDone}; act: {saved(changes), givenUp()}
let modal = null;

/* What stands between an item and being saved: "wrong", "choice", "doubt" or nothing. */
function obstacle(item) {
  if (isWrong(item)) {
    return "wrong";
  }
  if (isContradicted(item) && item.chosen?.version !== item.seen.version) {
    return "choice";
  }
  return item.seen.doubt ? "doubt" : "";
}

const isEdited = (item) => item.text !== item.judged;
const isTheirs = (item) => item.chosen?.by === "theirs" && !isEdited(item);

/* Whether an item would be saved as things stand now, and as something new. */
function isChange(item) {
  const isOpen = ["wrong", "choice"].includes(obstacle(item));
  return isEdited(item) || (!isOpen && item.seen.kind !== "same" && !isTheirs(item));
}

/* Where the dialog stands, in numbers. */
function count() {
  const { items } = shown;
  const blocked = items.map((item) => (isEdited(item) ? "" : obstacle(item)));
  return {
    changes: items.filter(isChange).length,
    same: items.filter((item) => item.seen.kind === "same" && !isEdited(item)).length,
    wrong: blocked.filter((each) => each === "wrong").length,
    choices: blocked.filter((each) => each === "choice").length,
    doubts: blocked.filter((each) => each === "doubt").length,
  };
}

function refresh() {
  const counted = count();
  drawPreview(shown.items, counted, [...shown.lost, shown.notice].filter(Boolean));
  const mayLeave = !counted.wrong || parts.leave.checked;
  const mayTrust = !counted.doubts || parts.confirm.checked;
  parts.save.disabled = !counted.changes || Boolean(counted.choices) || !mayLeave || !mayTrust;
}

function isWrong(item) {
  return WRONG.includes(item.seen?.kind);
}

/* More that is wrong than before has to be left out anew. */
function keep(answer, sent) {
  const seen = new Map(answer.cells.map((cell) => [`${cell.key} ${cell.field}`, cell]));
  const before = shown.items.filter(isWrong).length;
  shown.notice = answer.notice;
  sent.forEach((text, item) => {
    item.seen = seen.get(`${item.cell.record.key} ${item.cell.field}`);
    item.judged = text;
  });
  if (shown.items.filter(isWrong).length > before) {
    parts.leave.checked = false;
  }
}

function refuse(text) {
  parts.refusal.textContent = text;
  parts.refusal.hidden = !text;
}

/* Asks the server with what was typed, or with `textOf` an item. */
async function send(items, isSave, textOf = (item) => item.text) {
  const flags = { save: isSave, confirmed: shown.isMeant || parts.confirm.checked };
  const version = (item) => (isSave && item.seen ? item.seen.version : item.cell.record.version);
  let sent = null;
  const outcome = await alone(() => {
    sent = new Map(items.map((item) => [item, item.text]));
    return sendBlock(items, version, textOf, flags);
  });
  refuse(wordsFor(outcome));
  if (outcome.answer.cells) {
    keep(outcome.answer, sent);
  }
  return outcome.answer;
}

/* Answers whether there is something to show. */
async function look() {
  const answer = await send(shown.items, false);
  if (answer.cells) {
    refresh();
  }
  return Boolean(answer.cells);
}

/* All goes out but what is left out; "theirs" as it stands there, so that the page learns of it. */
async function save() {
  const items = shown.items.filter((item) => isEdited(item) || !isWrong(item));
  parts.save.disabled = true;
  const answer = await send(items, true, (item) => (isTheirs(item) ? item.seen.old : item.text));
  if (answer.rows) {
    finish(answer, items);
    return;
  }
  if (answer.cells && !answer.message) {
    await look();
  }
  refresh();
  parts.focusFirst();
}

/* What is noted for undo stood in the database a moment ago, which is not always what the page showed. */
function finish(answer, items) {
  const changes = adoptBlock(answer, items.map(({ cell }) => cell));
  const mine = new Map(items.filter((item) => !isTheirs(item)).map((item) => [item.cell, item]));
  shown.isDone = true;
  modal?.hide();
  shown.act.saved(
    changes
      .filter(({ cell }) => mine.has(cell))
      .map((change) => ({ ...change, before: mine.get(change.cell).seen?.old ?? change.before })),
  );
}

function show() {
  modal ??= new window.bootstrap.Modal(parts.dialog);
  refresh();
  modal.show();
}

/* about: {title, lost, start}; lost: sentences about what goes nowhere, start: the cell to go back to. onSaved
   gets the changes. */
export async function openPreview(items, about, onSaved) {
  begin(items, { ...about, act: { saved: onSaved } });
  if (await look()) {
    show();
  } else {
    announce(parts.refusal.textContent, true);
  }
}

/* Saves without asking, unless something stands in the way. act: {saved, givenUp}; saved gets the changes. */
export async function saveAtOnce(items, title, act) {
  begin(items, { title, lost: [], start: items[0].cell, act });
  shown.isMeant = true;
  const answer = await send(items, true);
  if (answer.rows) {
    finish(answer, items);
  } else if (answer.cells) {
    show();
  } else {
    act.givenUp();
    announce(parts.refusal.textContent, true);
  }
}

function begin(items, more) {
  shown = { items, isMeant: false, isDone: false, ...more };
  parts.clear(shown.title);
}

function onHidden() {
  if (!shown.isDone) {
    shown.act.givenUp?.();
  }
  shown.start.input.focus();
}

export function isPreviewOpen() {
  return parts.dialog.classList.contains("show");
}

export function startPreview() {
  parts.save.addEventListener("click", save);
  parts.take.addEventListener("click", async () => {
    await takeSuggestions(shown.items);
    parts.focusFirst();
  });
  [parts.leave, parts.confirm].forEach((box) => box.addEventListener("change", refresh));
  parts.dialog.addEventListener("shown.bs.modal", parts.focusFirst);
  parts.dialog.addEventListener("hidden.bs.modal", onHidden);
  parts.onEdit((item, text) => {
    item.text = text;
    refresh();
  }, look);
  parts.onChoice((item, by) => {
    item.chosen = { by, version: item.seen.version };
    refresh();
  });
}
