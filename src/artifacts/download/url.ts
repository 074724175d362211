// Addresses to download from: https, and without credentials in them.

import { shownLocation } from "../../model/index.js";
import { downloadFault } from "./fault.js";

/** Throws DOWNLOAD_URL_INVALID. */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw downloadFault("DOWNLOAD_URL_INVALID", `${shownLocation(text)} is not a URL`);
  if (url.protocol !== "https:") {
    throw downloadFault("DOWNLOAD_URL_INVALID", `${shownLocation(text)} is not https; nothing is fetched in the clear`);
  }
  if (url.username !== "" || url.password !== "") {
    throw downloadFault("DOWNLOAD_URL_INVALID", `${shownLocation(text)} has a user name or a password in it`);
  }
  return url;
}
