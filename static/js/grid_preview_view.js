/* How the preview of a block looks: what is to be put right, each with its own input, and what changes. */

import { flat, labelOf } from "./grid_cells.js";
import { button, fill, words } from "./grid_view.js";

const byId = (name) => document.getElementById(`grid-preview${name}`);

let edit = () => {};
let judge = () => {};
let choose = () => {};

export const parts = {
  dialog: byId(""),
  refusal: byId("-refusal"),
  save: byId("-save"),
  take: byId("-take"),
  cancel: byId("-cancel"),
  leave: byId("-leave").querySelector("input"),
  confirm: byId("-confirm").querySelector("input"),
  /* Calls act with an item and its new text, and done once the text is finished. */
  onEdit(act, done) {
    edit = act;
    judge = done;
  },
  /* Calls act with an item and "mine" or "theirs". */
  onChoice(act) {
    choose = act;
  },
  clear(title) {
    byId("-title").textContent = title;
    list().replaceChildren();
    parts.refusal.hidden = true;
    parts.leave.checked = false;
    parts.confirm.checked = false;
  },
  /* What is wrong comes before what is asked; where nothing can be saved, the dialog can be left. */
  focusFirst() {
    const wrong = list().querySelector('input[aria-invalid="true"], fieldset:not([hidden]) input');
    const first = wrong ?? (parts.save.disabled ? list().querySelector("input") : parts.save);
    (first ?? parts.cancel).focus();
  },
};

function list() {
  return byId("-wrong").querySelector("ul");
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/* What is said where the server gave no judgement. */
export function wordsFor({ kind, answer }) {
  if (kind !== "answer") {
    return kind === "offline" ? words.blockOffline : words.blockSignedOut;
  }
  return answer.message ?? (answer.cells || answer.rows ? "" : words.blockFailed);
}

export function drawPreview(items, counted, lost) {
  const lines = [
    fill(words.willChange, { n: counted.changes }),
    counted.wrong ? fill(words.willNot, { n: counted.wrong }) : "",
    counted.choices ? fill(words.toChoose, { n: counted.choices }) : "",
    counted.doubts ? fill(words.toConfirm, { n: counted.doubts }) : "",
    counted.same ? fill(words.same, { n: counted.same }) : "",
  ];
  const summary = lines.filter(Boolean).join(" ");
  if (byId("-summary").textContent !== summary) {
    byId("-summary").textContent = summary;
  }
  byId("-lost").replaceChildren(...lost.map((text) => make("li", "", text)));
  byId("-lost").hidden = !lost.length;
  items.forEach(drawProblem);
  byId("-wrong").hidden = !list().children.length;
  drawTakeAll(items.filter(isSuggested).length);
  drawChanges(items.filter(({ seen }) => ["changed", "conflict"].includes(seen.kind)));
  drawBox("-leave", counted.wrong, fill(words.leaveOut, { n: counted.wrong }));
  drawBox("-confirm", counted.doubts);
  parts.save.textContent = fill(words.saveAll, { n: counted.changes });
}

/* One button for each is enough for one. */
function drawTakeAll(count) {
  parts.take.hidden = count < 2;
  parts.take.textContent = fill(words.takeAll, { n: count });
}

/* Whether something else may be meant than what stands in the item's input. */
function isSuggested(item) {
  return item.text === item.judged && item.seen.suggestion !== "";
}

function drawBox(name, isNeeded, text) {
  byId(name).hidden = !isNeeded;
  if (text) {
    byId(name).querySelector("span").textContent = text;
  }
}

/* Whether somebody else was quicker with this very cell. Where the newer version of the row has in it what the
   page shows, another cell of the row was changed. */
export function isContradicted({ cell, seen }) {
  return seen.kind === "conflict" && flat(seen.old) !== cell.saved;
}

/* An item that once was a problem keeps its line, so that nothing goes away under the cursor. */
function drawProblem(item) {
  const { seen } = item;
  const mustChoose = isContradicted(item);
  if (!item.line && !mustChoose && !seen.why && !seen.doubt) {
    return;
  }
  item.line ??= makeLine(item);
  const { input, why, choice, take } = item.line;
  const isJudged = item.text === item.judged;
  const isWrong = isJudged && ["unreadable", "refused"].includes(seen.kind);
  const fine = isJudged ? fill(words.fine, { new: seen.new || words.nothing }) : "";
  const text = isWrong || mustChoose ? seen.why : seen.doubt || fine;
  input.setAttribute("aria-invalid", String(isWrong));
  if (why.textContent !== text) {
    why.textContent = text;
  }
  why.className = isWrong || mustChoose ? "cell-error" : "cell-state d-block";
  take.parentElement.hidden = !isSuggested(item);
  take.textContent = fill(words.take, { value: seen.suggestion });
  choice.hidden = !mustChoose;
  choice.querySelectorAll("input").forEach((radio) => {
    radio.checked = item.chosen?.version === seen.version && item.chosen.by === radio.value;
  });
}

function makeLine(item) {
  const key = `${item.cell.record.key}-${item.cell.field}`;
  const element = make("li", "");
  const label = make("label", "preview-cell", labelOf(item.cell));
  const input = make("input", "cell-input");
  const why = make("span", "cell-error");
  const choice = makeChoice(item, key);
  label.append(make("span", "unit", item.cell.row.name));
  input.value = item.text;
  input.id = `preview-${key}`;
  label.htmlFor = input.id;
  why.id = `preview-why-${key}`;
  input.setAttribute("aria-describedby", why.id);
  input.addEventListener("input", () => edit(item, input.value));
  input.addEventListener("change", () => judge());
  const take = button("", () => {
    takeSuggestion(item);
    input.focus();
    judge();
  });
  const taken = make("span", "cell-choice");
  taken.append(take);
  element.append(label, input, why, taken, choice);
  list().append(element);
  return { input, why, choice, take };
}

function takeSuggestion(item) {
  item.line.input.value = item.seen.suggestion;
  edit(item, item.seen.suggestion);
}

/* All of them at once, then judged once. */
export function takeSuggestions(items) {
  items.filter(isSuggested).forEach(takeSuggestion);
  return judge();
}

function makeChoice(item, key) {
  const choice = make("fieldset", "cell-choice");
  choice.setAttribute("aria-label", labelOf(item.cell));
  ["mine", "theirs"].forEach((by) => {
    const label = make("label", "form-check");
    const radio = make("input", "form-check-input");
    radio.type = "radio";
    radio.name = `choice-${key}`;
    radio.value = by;
    radio.addEventListener("change", () => choose(item, by));
    label.append(radio, ` ${words[by]}`);
    choice.append(label);
  });
  return choice;
}

function drawChanges(items) {
  const body = byId("-changes").querySelector("tbody");
  byId("-changes").hidden = !items.length;
  body.replaceChildren(
    ...items.map((item) => {
      const line = make("tr", "");
      const isLeft = item.chosen?.by === "theirs";
      const next = make("td", "num strong", isLeft ? words.unchanged : item.seen.new || words.nothing);
      line.append(
        make("td", "code", labelOf(item.cell)),
        make("td", "", item.cell.row.name),
        make("td", "num faint", item.seen.old || words.nothing),
        next,
      );
      return line;
    }),
  );
}
