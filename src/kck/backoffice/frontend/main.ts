/** Pages of editors and administrators. */
import "../../ui/frontend/basics";
import "../../ui/frontend/hotkeys";
import "../../ui/frontend/live";
import "./insert-text";
import "./backoffice.css";
