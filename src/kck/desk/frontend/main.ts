/** Staff pages. */
import "../../ui/frontend/basics";
import "../../ui/frontend/address-suggest";
import "../../ui/frontend/draft-keeper";
import "../../ui/frontend/hotkeys";
import "../../ui/frontend/live";
import "../../ui/frontend/map-view";
import "../../ui/frontend/photo-picker";
import "./cover-boxes";
import "./for-a-while";
import "./leave-word";
import "./open-form";
import "./phone-fold";
import "./pick-list";
import "./row-keys";
import "./signed-out";
import "./desk.css";
import "./watch.css";
