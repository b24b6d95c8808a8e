/** A crew's telephone. All of it works online without; this is for four hours without network. */
import "../../ui/frontend/basics";
import "../../ui/frontend/map-view";
import "../../ui/frontend/photo-picker";
import "../../ui/frontend/print-page";
import "./case-outbox";
import "./crew-list";
import "./outbox-badge";
import "./outbox-form";
import "./outbox-list";
import "./sign-out";
import "./field.css";
import { belongTo } from "./keeper";
import { begin, home, store } from "./phone";

const address = document.body.dataset["worker"];
if (address && "serviceWorker" in navigator) void navigator.serviceWorker.register(address, { scope: home });
if (store && "caches" in globalThis && navigator.onLine) void belongTo(store.owner, home);
begin();
