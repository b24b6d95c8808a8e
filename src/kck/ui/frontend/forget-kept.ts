/** Pages that the field keeps on a phone are forgotten where somebody signs out, or in. */

const KEPT = "kck-field-p"; // pages and photos; files are nobody's

function forget(): void {
  if (!("caches" in globalThis)) return;
  void caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith(KEPT)).map((name) => caches.delete(name))));
}

document.addEventListener("submit", (event) => {
  if (event.target instanceof HTMLFormElement && event.target.action.endsWith("/account/logout/")) forget();
});
if (document.querySelector('form[action$="/account/login/"]')) forget();
