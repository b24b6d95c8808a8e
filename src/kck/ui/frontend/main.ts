/** For pages that belong to no face: error pages, the gallery. */
import "./basics";
