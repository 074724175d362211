// A use case whose code is read when it is called: a command pays for what it does, not for what the others could do.

/** `load` is an import of one file; a second call finds it there. */
export function onUse<Given extends readonly unknown[], Answer>(
  load: () => Promise<(...given: Given) => Promise<Answer>>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => (await load())(...given);
}
