// The version of this program, put in by the build so that no file has to be read for it.

declare const PROGRAM_VERSION: string;

export const programVersion: string = PROGRAM_VERSION;
