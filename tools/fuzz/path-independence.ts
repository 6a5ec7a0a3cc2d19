/** Random edits, restarts and returns; after each step the incremental build must be the clean one. */
import type { BuildWorld } from './build-world.ts';
import { createRandom } from './random.ts';
import type { ProjectText } from './random-project.ts';
import { editProject, filesOf, initialProject } from './random-project.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly steps: number;
  /** How often a new process goes on; one time in ten by default. */
  readonly restarts?: number;
  readonly onStep?: (step: number, title: string, isBuilt: boolean) => void;
}

export interface FuzzResult {
  readonly built: number;
  readonly rejected: number;
}

/** @throws Error that says at which step of which seed the builds differ, and in what */
export async function checkPathIndependence(
  world: BuildWorld,
  { seed, steps, restarts = 0.1, onStep }: FuzzOptions,
): Promise<FuzzResult> {
  const random = createRandom(seed);
  let project = initialProject(random, 5);
  const history: ProjectText[] = [];
  const counts = { built: 0, rejected: 0 };
  for (let step = 0; step < steps; step += 1) {
    const titles: string[] = [];
    // Several edits between two builds, sometimes: a save-all, a checkout.
    for (let edits = random.chance(0.2) ? random.below(6) : 1; step > 0 && edits > 0; edits -= 1) {
      const edit = editProject(random, project, history);
      project = edit.project;
      titles.push(edit.title);
    }
    if (random.chance(restarts)) {
      world.restart();
      titles.push('restart');
    }
    world.write(filesOf(project));
    const incremental = await world.buildIncrementally();
    const clean = await world.buildCleanly();
    const title = titles.join(', ');
    if (JSON.stringify(incremental) !== JSON.stringify(clean)) {
      throw new Error(
        `Step ${step} of seed ${seed} (${title}) differs\nincremental ${JSON.stringify(incremental, undefined, 1)}\n` +
          `clean ${JSON.stringify(clean, undefined, 1)}`,
      );
    }
    // Mostly states that build are worth going back to.
    if (incremental.kind === 'built' || random.chance(0.1)) history.push(project);
    counts[incremental.kind] += 1;
    onStep?.(step, title, incremental.kind === 'built');
  }
  return counts;
}
