/* The guided start: rows of perspectives are moved by buttons, statements are chosen by pressing them, and who
   leaves a step with something typed is asked first. */

/** Buttons in place of the number that orders the rows; the number goes on to be sent. */
function orderByButtons(list) {
  const rows = () => [...list.querySelectorAll(".start-row")];
  const number = () =>
    rows().forEach((row, index) => {
      row.querySelector(".is-place input").value = index + 1;
      row.querySelector("[data-move='up']").disabled = index === 0;
      row.querySelector("[data-move='down']").disabled = index === rows().length - 1;
    });
  const buttons = document.getElementById("start-move");
  rows()
    .sort((one, other) => placeOf(one) - placeOf(other))
    .forEach((row) => {
      const cell = row.querySelector(".is-place");
      cell.querySelector("input").type = "hidden";
      cell.append(buttons.content.cloneNode(true));
      list.append(row);
    });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button === null) {
      return;
    }
    const row = button.closest(".start-row");
    if (button.dataset.move === "up") {
      row.previousElementSibling?.before(row);
    } else {
      row.nextElementSibling?.after(row);
    }
    number();
    (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button).focus();
  });
  number();
}

function placeOf(row) {
  return Number(row.querySelector(".is-place input").value) || 99;
}

/** The colour chosen in a row is shown beside it. */
function showTone(select) {
  const show = () => {
    const cell = select.closest(".is-tone");
    cell.className = `${cell.className.replace(/ ?tone-\d/g, "")} tone-${select.value}`;
  };
  select.addEventListener("change", show);
  show();
}

/** Pressing a statement writes its code in brackets at the end of the line with the cursor, or takes it away. */
function chooseStatements(box) {
  const fields = [...document.querySelectorAll(".start-lane textarea")];
  let current = fields[0];
  const chips = [...box.querySelectorAll(".start-chip")].map((chip) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = chip.className;
    button.title = chip.title;
    button.dataset.code = chip.dataset.code;
    button.append(...chip.childNodes);
    chip.replaceWith(button);
    return button;
  });
  const known = chips.map((chip) => chip.dataset.code);
  box.querySelector(".form-text").textContent = box.dataset.hint;
  const mark = () => {
    const codes = codesOf(lineAt(current).text, known).codes;
    chips.forEach((chip) => chip.setAttribute("aria-pressed", String(codes.includes(chip.dataset.code))));
  };
  for (const field of fields) {
    for (const event of ["focus", "keyup", "click", "input"]) {
      field.addEventListener(event, () => {
        current = field;
        mark();
      });
    }
  }
  chips.forEach((chip) =>
    chip.addEventListener("click", () => {
      toggle(current, chip.dataset.code, known);
      mark();
    }),
  );
  mark();
}

function lineAt(field) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = (field.value.indexOf("\n", start) + 1 || field.value.length + 1) - 1;
  return { start, end, text: field.value.slice(start, end) };
}

/** The words of a line and the codes in the brackets behind them; brackets without a known code are words. */
function codesOf(text, known) {
  let words = text.trimEnd();
  let codes = [];
  for (;;) {
    const match = words.match(/\s*\[([^[\]]*)\]$/);
    const found = match === null ? [] : match[1].split(/[\s,;]+/).filter(Boolean);
    if (!found.some((code) => known.includes(code))) {
      return { words, codes };
    }
    words = words.slice(0, match.index);
    codes = [...found, ...codes];
  }
}

function toggle(field, code, known) {
  const line = lineAt(field);
  const { words, codes } = codesOf(line.text, known);
  if (words === "") {
    field.focus();
    return;
  }
  const chosen = codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code];
  const text = chosen.length > 0 ? `${words} [${chosen.join(", ")}]` : words;
  field.setRangeText(text, line.start, line.end, "end");
  field.focus();
}

/** What was typed and not sent is not left without asking; a page that came back refused is not saved either. */
function askBeforeLeaving(form) {
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const before = typed();
  let isSent = false;
  form.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && (form.dataset.unsaved === "true" || typed() !== before)) {
      event.preventDefault();
    }
  });
}

document.querySelectorAll("[data-rows]").forEach(orderByButtons);
document.querySelectorAll(".start-cell.is-tone select").forEach(showTone);
document.querySelectorAll("[data-sources]").forEach(chooseStatements);
document.querySelectorAll("[data-unsaved]").forEach(askBeforeLeaving);
