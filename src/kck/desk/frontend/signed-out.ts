/**
 * `<signed-out hidden>` shows itself when the server says that the session is over; the page and
 * everything typed stay. After signing in elsewhere the next sending takes the fresh token along.
 */

export function freshToken(cookies: string): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(cookies)?.[1] ?? "";
}

export class SignedOut extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("kck-signed-out", this.#show);
    document.addEventListener("htmx:config:request", this.#renew);
  }

  disconnectedCallback(): void {
    document.removeEventListener("kck-signed-out", this.#show);
    document.removeEventListener("htmx:config:request", this.#renew);
  }

  readonly #show = (): void => {
    this.hidden = false;
    this.toggleAttribute("data-lost", true);
  };

  readonly #renew = (event: Event): void => {
    const request = (event as CustomEvent).detail?.ctx?.request as
      | { headers: Record<string, string>; body?: FormData | URLSearchParams }
      | undefined;
    const token = freshToken(document.cookie);
    if (!request || !token) return;
    request.headers["X-CSRFToken"] = token;
    if (request.body instanceof FormData && request.body.has("csrfmiddlewaretoken")) {
      request.body.set("csrfmiddlewaretoken", token);
    }
  };
}

customElements.define("signed-out", SignedOut);
