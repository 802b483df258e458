/* The KPI sheet edited in place: a fact turns into its small form and back. htmx fetches and sends the forms
   (templates/indicators/sheet_fact_form.html); without this script the pencils lead to the form of the whole sheet. */

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function factOf(element) {
  return element.closest(".fact");
}

function restore(fact) {
  fact.querySelector(".fact-editor").replaceChildren();
  fact.querySelector(".fact-pencil").focus();
}

/* The field that is wrong, else the first; what stands in a line of text can be typed over at once. */
function enter(editor) {
  const fields = [...editor.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const field = fields.find((each) => each.getAttribute("aria-invalid") === "true") ?? fields[0];
  field?.focus();
  if (field?.matches("input")) {
    field.select();
  }
  const keys = editor.querySelector("[data-keys]");
  if (keys && field?.matches("textarea")) {
    keys.textContent = `${isMac ? "⌘" : "Ctrl"}+Enter · Esc`;
  } else if (keys) {
    keys.textContent = "Enter · Esc";
  }
}

document.addEventListener("click", (event) => {
  const fact = factOf(event.target);
  if (!fact) {
    return;
  }
  if (event.target.closest("[data-restore]")) {
    restore(fact);
  } else if (event.target.closest(".fact-shown") && !event.target.closest("a") && getSelection().isCollapsed) {
    fact.querySelector(".fact-pencil")?.click();
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".fact-form");
  if (!form || event.isComposing) {
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    restore(factOf(form));
  } else if (event.key === "Enter" && (event.target.matches("select") || event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const editor = event.detail.target;
  if (!editor?.matches(".fact-editor")) {
    return;
  }
  if (editor.querySelector("form")) {
    enter(editor);
  } else {
    restore(factOf(editor));
  }
});
