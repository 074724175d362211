// The order of the test files: vitest's own, which without a cache of the last run begins with the largest file, but those first
// that take longest. A long file begun last would run beside workers that have nothing left to do.

import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { LONG_FILES } from "./long-files.js";

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = LONG_FILES.indexOf(relative(this.ctx.config.root, moduleId));
      return index === -1 ? LONG_FILES.length : index;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
