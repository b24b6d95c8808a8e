/** Staff pages. */
import "../../ui/frontend/basics";
