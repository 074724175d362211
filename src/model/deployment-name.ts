// How a deployment is called: by its number in the default system, and with the name of its system in another one.

export interface DeploymentReference {
  readonly id: string;
  /** Undefined for the default one. */
  readonly system?: string | undefined;
}

/** `3`, or `module.adblock/3`. */
export function deploymentName({ id, system }: DeploymentReference): string {
  return system === undefined ? id : `${system}/${id}`;
}

/** What is no such name is an id that nobody has. */
export function parseDeploymentName(text: string): DeploymentReference {
  const slash = text.lastIndexOf("/");
  return slash === -1 ? { id: text } : { id: text.slice(slash + 1), system: text.slice(0, slash) };
}
