/**
 * `<button data-confirm="ID">` in a form asks first: the `<dialog id="ID">` opens, and a button
 * with `data-confirmed` in it sends the form. Without script the form is sent at once.
 */

let agreed: HTMLElement | null = null;

function dialogFor(submitter: HTMLElement | null): HTMLDialogElement | null {
  const asked = submitter?.dataset["confirm"];
  const found = asked ? document.getElementById(asked) : null;
  return found instanceof HTMLDialogElement ? found : null;
}

// at the window, before the form's own listeners (htmx, <once-form>) hear of it
addEventListener(
  "submit",
  (event) => {
    const submitter = event.submitter;
    const dialog = dialogFor(submitter);
    if (!dialog || !submitter || agreed === submitter) {
      agreed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(dialog, submitter);
  },
  true,
);

function ask(dialog: HTMLDialogElement, submitter: HTMLElement): void {
  const yes = dialog.querySelector<HTMLElement>("[data-confirmed]");
  const answer = (): void => {
    dialog.close();
    agreed = submitter;
    (submitter as HTMLButtonElement).form?.requestSubmit(submitter);
  };
  yes?.addEventListener("click", answer, { once: true });
  dialog.addEventListener("close", () => yes?.removeEventListener("click", answer), { once: true });
  dialog.showModal();
}
