export { createServiceKind, type ServiceKind, type ServiceOptions, type ServiceRestoration } from "./service-kind.js";
