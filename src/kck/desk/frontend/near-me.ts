/** `<near-me text-label text-denied>`: the same queue around where one is; four places, some 10 m. */

export class NearMe extends HTMLElement {
  connectedCallback(): void {
    if (!("geolocation" in navigator) || this.childElementCount) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset["variant"] = "secondary";
    button.dataset["size"] = "sm";
    button.textContent = this.getAttribute("text-label");
    button.addEventListener("click", () => this.#find(button));
    this.append(button);
  }

  #find(button: HTMLButtonElement): void {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const near = `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`;
        const place = this.getAttribute("text-label") ?? "";
        location.search = String(new URLSearchParams({ view: "nearby", near, place }));
      },
      () => {
        const said = Object.assign(document.createElement("span"), { textContent: this.getAttribute("text-denied") });
        said.setAttribute("role", "status");
        button.replaceWith(said);
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }
}

customElements.define("near-me", NearMe);
