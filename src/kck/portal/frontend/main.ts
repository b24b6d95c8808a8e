/** Residents' pages. */
import "../../ui/frontend/basics";
import "../../ui/frontend/address-suggest";
import "../../ui/frontend/draft-keeper";
import "../../ui/frontend/live";
import "../../ui/frontend/map-view";
import "../../ui/frontend/photo-picker";
