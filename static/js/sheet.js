/* The KPI sheet edited in place: a value turns into its small form and back. htmx fetches and sends the forms
   (templates/indicators/sheet_fact_form.html); without this script the pencils lead to the pages with all fields. */

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const FIELDS = "input:not([type=hidden]), select, textarea";

/* The sheet may have been drawn anew meanwhile: the pencil is looked up when it is needed. */
function pencilOf(editor) {
  return document.querySelector(`.fact-pencil[hx-target="#${editor.id}"]`);
}

function restore(editor) {
  editor.replaceChildren();
  pencilOf(editor)?.focus();
}

function isOpen(pencil) {
  return document.querySelector(pencil.getAttribute("hx-target"))?.querySelector("form");
}

/* The field that is wrong, else the first. A line can be typed over at once; a long text is continued. */
function enter(editor) {
  const fields = [...editor.querySelectorAll(FIELDS)];
  const field = fields.find((each) => each.getAttribute("aria-invalid") === "true") ?? fields[0];
  field?.focus();
  if (field?.matches("input")) {
    field.select();
  } else if (field?.matches("textarea")) {
    field.setSelectionRange(field.value.length, field.value.length);
    field.scrollTop = field.scrollHeight;
  }
  const keys = editor.querySelector("[data-keys]");
  if (keys) {
    keys.textContent = field?.matches("textarea") ? `${isMac ? "⌘" : "Ctrl"}+Enter · Esc` : "Enter · Esc";
  }
}

function hasChanged(field) {
  if (field.matches("select")) {
    const before = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== before?.value;
  }
  if (field.matches("[type=checkbox]")) {
    return field.checked !== field.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

/* Something was typed, or sent and refused. */
function isUnsaved(form) {
  return "unsaved" in form.dataset || [...form.querySelectorAll(FIELDS)].some(hasChanged);
}

document.addEventListener("click", (event) => {
  const shown = event.target.closest(".fact-shown");
  if (event.target.closest("[data-restore]")) {
    restore(event.target.closest(".fact-editor"));
  } else if (shown && !event.target.closest("a") && getSelection().isCollapsed) {
    shown.querySelector(".fact-pencil")?.click();
  }
});

/* A value whose form is open already: back to the form, and what was typed stays. */
document.addEventListener("htmx:beforeRequest", (event) => {
  const pencil = event.detail.elt;
  if (pencil.matches(".fact-pencil") && isOpen(pencil)) {
    event.preventDefault();
    enter(document.querySelector(pencil.getAttribute("hx-target")));
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".fact-form");
  if (!form || event.isComposing) {
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    restore(form.closest(".fact-editor"));
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
    restore(editor);
  }
});

window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll(".fact-form")].some(isUnsaved)) {
    event.preventDefault();
  }
});
