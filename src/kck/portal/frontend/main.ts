/** Residents' pages. */
import "../../ui/frontend/basics";
import "../../ui/frontend/draft-keeper";
import "../../ui/frontend/live";
import "../../ui/frontend/photo-picker";
import "../../ui/frontend/address-suggest";
import "../../ui/frontend/map-view";
import "../../ui/frontend/print-page";
import "../../ui/frontend/copy-text";
import "./framed-page";
import "./group-suggest";
import "./locate-me";
import "./photo-uploads";
import "./spot-keeper";
import "./portal.css";
