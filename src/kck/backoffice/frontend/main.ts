/** Pages of editors and administrators. */
import "../../ui/frontend/basics";
import "../../ui/frontend/hotkeys";
import "../../ui/frontend/live";
import "../../ui/frontend/print-page";
import "../../ui/frontend/copy-text";
import "../../ui/frontend/pick-list";
import "./insert-text";
import "./backoffice.css";
