/* A number that can hardly be meant: the server asks before it stores it. The question stands at the cell with
   its answers; until one is chosen, or something else is typed, the cell is not saved. Questions, suggestions
   and the words of the answers come from the server. */

import { announce, button, clearNote, say } from "./grid_view.js";

/* Puts the questions at their cells. Nothing of the group was stored.
   act: {commit, restore}, what the grid does with a cell. */
export function askDoubts(doubts, group, values, act) {
  group.forEach((cell) => {
    const typed = values[cell.field];
    const doubt = doubts[cell.field];
    cell.refused = typed;
    cell.questioned = undefined;
    if (cell.input.value !== typed) {
      if (cell.input !== document.activeElement || cell.chosen === cell.input.value) {
        act.commit(cell);
      }
    } else if (doubt) {
      ask(cell, doubt, group, act);
    } else {
      clearNote(cell);
    }
  });
}

/* Whether everything that was asked about in the group is to be stored as it is. */
export function isConfirmed(group) {
  const asked = group.filter((cell) => cell.questioned === cell.input.value);
  return asked.length > 0 && asked.every((cell) => cell.confirmed === cell.input.value);
}

function ask(cell, doubt, group, act) {
  cell.questioned = cell.input.value;
  const line = say(cell, doubt.message);
  line.classList.add("cell-question");
  const choice = document.createElement("span");
  choice.className = "cell-choice";
  if (doubt.suggestion !== null) {
    choice.append(
      button(doubt.take, () => {
        cell.input.value = doubt.suggestion;
        answer(cell, group, act);
      }),
    );
  }
  if (doubt.may_keep) {
    choice.append(
      button(doubt.keep, () => {
        cell.confirmed = cell.input.value;
        answer(cell, group, act);
      }),
    );
  }
  line.append(choice);
  line.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      cell.input.focus();
      act.restore(cell);
    }
  });
  announce(`${cell.row.code}: ${doubt.message}`);
}

/* Both targets of a range are stored together, so the last answer sends them. */
function answer(cell, group, act) {
  clearNote(cell);
  cell.chosen = cell.input.value;
  cell.refused = cell.input.value;
  cell.input.focus();
  const isOpen = (each) => each.questioned === each.input.value && each.confirmed !== each.input.value;
  if (!group.some(isOpen)) {
    group.forEach((each) => {
      each.refused = undefined;
    });
    act.commit(cell);
  }
}
