/** For pages that belong to no face: error pages, and the gallery, which shows all of it. */
import "./basics";
import "./address-suggest";
import "./draft-keeper";
import "./hotkeys";
import "./live";
import "./map-view";
import "./photo-picker";
