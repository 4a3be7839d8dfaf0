/** Tells the server in which time zone the reader is, so that guests read times as their clock shows them. */
import { setCookie } from "./dom";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = document.cookie.split("; ").some((part) => part === `moondesk_zone=${encodeURIComponent(zone)}`);
if (zone && !known) setCookie("moondesk_zone", zone);
