/** Residents' pages. */
import "../../ui/frontend/basics";
import "../../ui/frontend/draft-keeper";
import "../../ui/frontend/address-suggest";
import "../../ui/frontend/map-view";
import "../../ui/frontend/photo-picker";
import "./copy-text";
import "./group-suggest";
import "./locate-me";
import "./print-page";
import "./spot-keeper";
import "./portal.css";
