/* What an answer of the server means for the cells that were sent: stored, refused, or contradicted.

   Each reaction takes (answer, group, values, commit) and answers the cells that have to be sent again. What
   could not be saved stays in its cell, marked, until it is saved or taken back. */

import { flat, isUnsaved, labelOf } from "./grid_cells.js";
import { askDoubts } from "./grid_doubts.js";
import { announce, button, clearNote, say, show, showOutputs, words } from "./grid_view.js";

const listeners = [];

/* Calls act with the changes ({cell, before, after}) of each save and where it came from (see cell.origin). */
export function onSaved(act) {
  listeners.push(act);
}

/* What is done about an answer; null: the server could not give one. */
export function reaction(status, answer) {
  if (status === 200 && answer.values) {
    return accept;
  }
  if (status === 409) {
    return conflict;
  }
  if (answer.doubts) {
    return doubt;
  }
  return answer.errors || answer.message ? refuse : null;
}

function accept(answer, group, values) {
  const origin = takeOrigin(group);
  const isAsSent = (cell) => cell.input.value === flat(values[cell.field]);
  const mayReplace = (cell) => (group.includes(cell) ? isAsSent(cell) : !isUnsaved(cell));
  const changes = adopt(answer, group[0].record, mayReplace).filter(({ cell }) => group.includes(cell));
  group.forEach((cell) => {
    cell.refused = undefined;
    if (!isUnsaved(cell)) {
      clearNote(cell);
    }
  });
  showOutputs(answer.outputs);
  announce(answer.notice || answer.said || "", Boolean(answer.notice));
  listeners.forEach((act) => act(changes, origin));
  return group.filter((cell) => isUnsaved(cell) && cell.input !== document.activeElement);
}

/* Where the group's texts come from: {isUndo, texts by cell}; nothing where they were typed. */
function takeOrigin(group) {
  const [first] = group.map((cell) => cell.origin).filter(Boolean);
  group.forEach((cell) => {
    cell.origin = undefined;
  });
  return first;
}

/* The row as the server has it; answers what is new. mayReplace(cell): whether the input shows it too; what was
   typed while the answer was on its way stays, even where it is what stood there before. */
export function adopt(answer, record, mayReplace) {
  record.version = answer.version;
  const changes = [];
  Object.values(record.cells).forEach((cell) => {
    const stored = answer.values[cell.field];
    if (mayReplace(cell)) {
      cell.input.value = flat(stored);
    }
    if (cell.raw !== stored) {
      changes.push({ cell, before: cell.raw, after: stored });
    }
    cell.raw = stored;
    cell.saved = flat(stored);
    show(cell);
  });
  return changes;
}

function refuse(answer, group, values) {
  takeOrigin(group);
  const again = [];
  group.forEach((cell) => {
    const text = answer.errors?.[cell.field] ?? answer.message;
    cell.refused = values[cell.field];
    if (cell.input.value !== values[cell.field] && cell.input !== document.activeElement) {
      again.push(cell);
    } else if (text) {
      sayRefusal(cell, text);
    } else {
      clearNote(cell);
    }
  });
  const elsewhere = Object.entries(answer.errors ?? {}).find(([field]) => !(field in values));
  if (elsewhere) {
    sayRefusal(group[0].record.cells[elsewhere[0]] ?? group[0], elsewhere[1]);
  }
  return again;
}

/* Nothing was stored: somebody is asked whether it is meant. What was undone is not asked about. */
function doubt(answer, group, values, commit) {
  takeOrigin(group);
  const restore = (cell) => {
    reset(cell, cell.saved);
    commit(cell);
  };
  askDoubts(answer.doubts, group, values, { commit, restore });
  return [];
}

function sayRefusal(cell, text) {
  say(cell, text);
  announce(`${labelOf(cell)}: ${text}`);
}

/* Somebody else changed the row. Where it was another cell of it, ours goes again on top of it. */
function conflict(answer, group, values, commit) {
  const before = new Map(group.map((cell) => [cell, cell.raw]));
  adopt(answer, group[0].record, (cell) => !group.includes(cell) && !isUnsaved(cell));
  const again = group.filter((cell) => cell.raw === before.get(cell));
  group
    .filter((cell) => !again.includes(cell))
    .forEach((cell) => {
      takeOrigin([cell]);
      if (isUnsaved(cell)) {
        ask(cell, answer.conflicts[cell.field], commit);
      } else {
        clearNote(cell);
      }
    });
  return again;
}

function ask(cell, text, commit) {
  const choose = (chosen) => {
    reset(cell, chosen);
    commit(cell);
    cell.input.focus();
  };
  cell.conflict = { mine: cell.input.value };
  const line = say(cell, text);
  const choice = document.createElement("span");
  choice.className = "cell-choice";
  choice.setAttribute("role", "group");
  choice.setAttribute("aria-label", labelOf(cell));
  choice.append(
    button(words.mine, () => choose(cell.input.value)),
    button(words.theirs, () => choose(cell.saved)),
  );
  line.append(choice);
  announce(`${labelOf(cell)}: ${text}`);
}

/* Puts a text into the cell and takes away all that was said about what stood in it. */
export function reset(cell, text) {
  cell.conflict = null;
  cell.refused = undefined;
  cell.origin = undefined;
  cell.input.value = text;
  clearNote(cell);
  show(cell);
}
