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
    const field = this.field();
    // where nobody has put the cursor yet, it stands at the beginning: the end is meant
    if (field && document.activeElement !== field) field.setSelectionRange(field.value.length, field.value.length);
  }

  private field(): HTMLTextAreaElement | null {
    const found = document.getElementById(this.getAttribute("for") ?? "");
    return found instanceof HTMLTextAreaElement ? found : null;
  }

  private insert(): void {
    const field = this.field();
    if (!field) return;
    field.setRangeText(this.getAttribute("text") ?? "", field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true })); // the preview follows
    field.focus();
  }
}

customElements.define("insert-text", InsertText);
