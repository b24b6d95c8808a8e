/** Residents' pages. */
import "../../ui/frontend/basics";
