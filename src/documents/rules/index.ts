export { checkApiVersion } from "./api-version.js";
export { checkComponentCount } from "./component-count.js";
export { componentsMissing, componentsTwice } from "./component-lists.js";
export { checkDuplicateComponents } from "./duplicate-components.js";
export { checkNameBytes } from "./name-bytes.js";
export { checkOrderForm } from "./order-form.js";
export { checkRollbackPoints } from "./rollback-points.js";
export { checkSystemType } from "./system-type.js";
export { checkTypesOfComponents } from "./types-of-components.js";
