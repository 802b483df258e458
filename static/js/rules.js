/* Weights & threshold: fields that a preview found wrong, or no longer wrong, say so to everybody. */

function markFields() {
  document.querySelectorAll("[data-error-of]").forEach((error) => {
    const field = document.getElementById(error.dataset.errorOf);
    if (field === null) {
      return;
    }
    const wrong = error.textContent.trim() !== "";
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", error.id);
    } else {
      field.removeAttribute("aria-describedby");
    }
  });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.closest(".rules-form")) {
    markFields();
  }
});
