/* Undoing what this page saved, the last first, and doing it again. A step is a list of {cell, before, after}
   in raw texts; it goes the way of every change, so it may be refused or meet somebody else's newer value. */

import { onSaved, reset } from "./grid_answers.js";
import { isUnsaved, labelOf, reveal } from "./grid_cells.js";
import { saveAtOnce } from "./grid_preview.js";
import { commit } from "./grid_save.js";
import { announce, fill, words } from "./grid_view.js";

const done = [];
const undone = [];
let waiting = false; // for a block's answer
const buttons = { undo: document.getElementById("grid-undo"), redo: document.getElementById("grid-redo") };

/* Notes what was saved: something new, or (with an origin) a step that was undone or done again. */
export function note(changes, origin) {
  if (!changes.length) {
    return;
  }
  if (origin?.isUndo) {
    undone.push(changes.map(({ cell, before, after }) => ({ cell, before: after, after: before })));
  } else {
    done.push(changes);
    undone.length = origin ? undone.length : 0;
  }
  showButtons();
  if (origin) {
    tell(changes, origin.isUndo);
  }
}

function showButtons() {
  buttons.undo.disabled = !done.length;
  buttons.redo.disabled = !undone.length;
}

function tell(changes, isUndo) {
  const [{ cell }] = changes;
  const [one, many] = isUndo ? [words.undone, words.undoneMany] : [words.redone, words.redoneMany];
  const values = { n: changes.length, cell: labelOf(cell), value: cell.saved || words.nothing };
  announce(fill(changes.length > 1 ? many : one, values), true);
}

/* Takes a step back or forth; not over what somebody else, or a cell not saved yet, has put there since. */
function go(steps, isUndo) {
  if (waiting) {
    return;
  }
  const step = steps.at(-1);
  if (!step) {
    announce(isUndo ? words.nothingToUndo : words.nothingToRedo, true);
    return;
  }
  const unsaved = step.find(({ cell }) => isUnsaved(cell) || cell.conflict || cell.origin);
  if (unsaved) {
    announce(fill(words.unsavedThere, { cell: labelOf(unsaved.cell) }), true);
    return;
  }
  steps.pop();
  showButtons();
  const changed = step.find(({ cell, before, after }) => cell.raw !== (isUndo ? after : before));
  if (changed) {
    announce(fill(words.changedSince, { cell: labelOf(changed.cell) }), true);
    return;
  }
  const texts = new Map(step.map(({ cell, before, after }) => [cell, isUndo ? before : after]));
  send(texts, { isUndo, texts }, () => {
    steps.push(step);
    showButtons();
  });
}

/* giveBack: puts the step back where it came from. A single cell keeps what was undone until it can be saved;
   of a block nothing is kept when it can't be saved now. */
function send(texts, origin, giveBack) {
  const touched = [...texts.keys()];
  touched.forEach(reveal);
  touched[0].input.focus();
  if (new Set(touched.map((cell) => cell.record)).size > 1) {
    sendBlock(touched, texts, origin, giveBack);
    return;
  }
  touched.forEach((cell) => {
    reset(cell, texts.get(cell));
    cell.origin = origin;
  });
  touched.forEach(commit);
}

async function sendBlock(touched, texts, origin, giveBack) {
  const items = touched.map((cell) => ({ cell, text: texts.get(cell) }));
  const title = origin.isUndo ? words.undoTitle : words.redoTitle;
  waiting = true;
  try {
    await saveAtOnce(items, title, { saved: (changes) => note(changes, origin), givenUp: giveBack });
  } finally {
    waiting = false;
  }
}

export function undo() {
  go(done, true);
}

export function redo() {
  go(undone, false);
}

export function startUndo() {
  onSaved(note);
  buttons.undo.addEventListener("click", undo);
  buttons.redo.addEventListener("click", redo);
}
