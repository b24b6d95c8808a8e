/**
 * `<insert-text for="ID" text="{{number}}" text-insert="Wstaw">`: its words become a button that
 * puts the text where the cursor is in the field. Without script the words can be copied.
 */
export class InsertText extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.title = this.getAttribute("text-insert") ?? "";
    button.setAttribute("aria-label", `${button.title} ${this.getAttribute("text") ?? ""}`.trim());
    button.append(...this.childNodes);
    button.addEventListener("click", () => this.insert());
    this.append(button);
  }

  private insert(): void {
    const field = document.getElementById(this.getAttribute("for") ?? "");
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.setRangeText(this.getAttribute("text") ?? "", field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true })); // the preview follows
    field.focus();
  }
}

customElements.define("insert-text", InsertText);
