/** The demo's own pages have looks of their own, and the portal's script. */
import "./demo.css";
