import type { Tree } from '@angular-devkit/schematics';
import { isObject } from '../../common/is-object.js';

/** The files in which the Nest CLI looks for its configuration. */
const CONFIGURATIONS = ['nest-cli.json', '.nestcli.json', '.nest-cli.json', 'nest.json'];

/**
 * Checks the name of `--project`: the Nest CLI takes the folder of the default project for a name that it does not know.
 *
 * @throws Error that names the projects
 */
export function assertKnownProject(tree: Tree, project: string): void {
  const file = CONFIGURATIONS.find((each) => tree.exists(each));
  if (file === undefined) return;
  const configuration: unknown = tree.readJson(file);
  const projects: unknown = isObject(configuration) && Reflect.get(configuration, 'projects');
  const names = isObject(projects) ? Object.keys(projects) : [];
  if (names.includes(project)) return;
  throw new Error(
    names.length === 0
      ? `--project ${project}: ${file} has no projects: leave the option out`
      : `--project ${project}: ${file} has no such project, only ${names.join(' and ')}`,
  );
}
