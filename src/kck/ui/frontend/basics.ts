/** What every page has: fragments, dialogs, the design system's own behaviour. */
import "htmx.org";
import "@digdir/designsystemet-web";
