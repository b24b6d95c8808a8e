/** What every page has: fragments, dialogs, the design system's own behaviour, small helps. */
import "./quiet";
import "htmx.org";
import "@digdir/designsystemet-web";
import "./char-count";
import "./confirm-dialog";
import "./due-time";
import "./once-form";
import "./scheme";
