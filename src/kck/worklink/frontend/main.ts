/** The page behind a personal link. All of it works without; this saves a slow phone's data. */
import "../../ui/frontend/basics";
import "../../ui/frontend/draft-keeper";
import "../../ui/frontend/photo-picker";
import "./worklink.css";
