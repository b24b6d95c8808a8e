/** Residents' pages. */
import "../../ui/frontend/basics";
import "../../ui/frontend/draft-keeper";
import "../../ui/frontend/live";
import "../../ui/frontend/photo-picker";
import "../../ui/frontend/address-suggest";
import "../../ui/frontend/map-view";
import "./copy-text";
import "./group-suggest";
import "./locate-me";
import "./photo-uploads";
import "./print-page";
import "./spot-keeper";
import "./portal.css";
