/** A button that only a script can offer. */
export function aButton(words: string, variant: "secondary" | "tertiary"): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-button";
  button.dataset["variant"] = variant;
  button.textContent = words;
  return button;
}
