// The words for names in a rollback point that cannot be captured as they are written.

import type { Finding } from "../fault.js";
import { quote } from "../wording.js";

type Words = Omit<Finding, "location">;

const CODE = "MANIFEST_ROLLBACK_POINT_INVALID";

/** `key`: the list that holds the name. */
export function nameInPointWords(written: string | undefined, key: string): Words {
  const name = written === undefined || written === "" ? "An empty text" : quote(written);
  return key === "services"
    ? {
        code: CODE,
        message: `${name} is not the name of a systemd unit`,
        hint: "Write the name that systemctl knows, such as app.service; of a template, the instance.",
      }
    : { code: CODE, message: `${name} is not an absolute path of something that can be captured`, hint: PATH_HINT };
}

export const PATH_HINT = 'Write it from the root of the file system on, without "..", such as /etc/app.';
