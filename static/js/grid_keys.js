/* The keys of a spreadsheet. Enter and the arrows up and down go through the column, Tab through the cells of
   the line and on to the next; left and right leave a cell whose text is selected whole, or at its ends. With
   Shift the arrows select cells, which Delete empties. F2 puts the caret into the text. Esc brings back what
   stood there; after it, Tab goes where it goes on any page, so that the links of a line can be reached too. */

import { alongLines, cells, isUnsaved, sideways, table, upOrDown } from "./grid_cells.js";
import { reset } from "./grid_answers.js";
import { emptySelected } from "./grid_clear.js";
import { commit, leaveQueue, refresh } from "./grid_save.js";
import { clearSelection, extend } from "./grid_select.js";
import { redo, undo } from "./grid_undo.js";

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

let isLeaving = false;

/* Whether an arrow key to that side would not move the caret within the text. */
function isAtEnd({ selectionStart: from, selectionEnd: to, value }, side) {
  const isWhole = from === 0 && to === value.length;
  return isWhole || (from === to && from === (side < 0 ? 0 : value.length));
}

function isWhole({ selectionStart: from, selectionEnd: to, value }) {
  return from === 0 && to === value.length;
}

function edit({ input }) {
  clearSelection();
  input.setSelectionRange(input.value.length, input.value.length);
  return true;
}

function goTo(cell, next) {
  if (next) {
    next.input.focus();
  } else {
    commit(cell);
  }
  return true;
}

function restore(cell) {
  const stays = isUnsaved(cell) || cell.conflict;
  isLeaving = !stays;
  clearSelection();
  if (stays) {
    leaveQueue([cell]);
    reset(cell, cell.saved);
    refresh();
  }
  cell.input.select();
  return true;
}

/* Answers whether the key was ours. */
function onArrow(event, cell) {
  const [down, right] = ARROWS[event.key];
  if (event.shiftKey) {
    if (right && !isWhole(cell.input)) {
      return false;
    }
    extend(cell, down, right);
    return true;
  }
  if (down) {
    return goTo(cell, upOrDown(cell, down));
  }
  const next = isAtEnd(cell.input, right) ? sideways(cell, right) : null;
  return next ? goTo(cell, next) : false;
}

function onTab(event, cell) {
  const hasButtons = cell.input.closest("td").querySelector(".cell-error button");
  const next = alongLines(cell, event.shiftKey ? -1 : 1);
  return isLeaving || hasButtons || !next ? false : goTo(cell, next);
}

function onCommand(event, cell) {
  const key = event.key.toLowerCase();
  if (event.altKey || isUnsaved(cell) || !["z", "y"].includes(key)) {
    return false;
  }
  (key === "y" || event.shiftKey ? redo : undo)();
  return true;
}

function act(event, cell) {
  if (event.ctrlKey || event.metaKey) {
    return onCommand(event, cell);
  }
  if (event.altKey) {
    return false;
  }
  if (event.key === "Escape") {
    return restore(cell);
  }
  if (event.key === "Enter") {
    return goTo(cell, upOrDown(cell, event.shiftKey ? -1 : 1));
  }
  if (event.key === "Tab") {
    return onTab(event, cell);
  }
  if (event.key === "F2") {
    return edit(cell);
  }
  if (["Delete", "Backspace"].includes(event.key)) {
    return emptySelected(cell);
  }
  return event.key in ARROWS ? onArrow(event, cell) : false;
}

function onKey(event) {
  const cell = cells.get(event.target);
  if (cell && !event.isComposing && act(event, cell)) {
    event.preventDefault();
  }
  if (!["Escape", "Shift"].includes(event.key)) {
    isLeaving = false;
  }
}

export function startKeys() {
  table.addEventListener("keydown", onKey);
}
