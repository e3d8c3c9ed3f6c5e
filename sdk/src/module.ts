// The entry of the package: import wend from "wend.js".
import type { Wend } from "../wend";
import { createWend } from "./wend";

// Beside this file in the package, so that a site's own build makes a part of it that is fetched later.
export const wend: Wend = createWend(() => import("./observe/index"));
export default wend;
