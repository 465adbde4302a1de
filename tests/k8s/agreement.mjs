// What is said twice is said alike: the programs of compose.yaml and skaffold.yaml, and the instruments and books of the chart and config/noderr.yaml.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

const read = file => parse(readFileSync(file, 'utf8'), { merge: true });
const [compose, skaffold, values, config] = ['compose.yaml', 'skaffold.yaml', 'charts/noderr/values.yaml', 'config/noderr.yaml'].map(read);
const wrong = [];
const same = (what, a, b) => isDeepStrictEqual(a, b) || wrong.push(`${what}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
const on = Object.entries(values.services).filter(([, s]) => s.enabled !== false).map(([name]) => name);

const built = Object.values(compose.services).map(s => s.build.args.SERVICE).sort();
same('compose.yaml and the services that values.yaml switches on', built, ['cli', ...on].sort());
for (const [name, service] of Object.entries(compose.services)) same(`image of ${name} in compose.yaml`, service.image, `noderr-${service.build.args.SERVICE}:\${TAG:-dev}`);
same('skaffold.yaml and compose.yaml', skaffold.build.artifacts.map(a => a.docker.buildArgs.SERVICE).sort(), built);
for (const { image, docker } of skaffold.build.artifacts) same('image in skaffold.yaml', image, `noderr-${docker.buildArgs.SERVICE}`);
const templates = skaffold.deploy.helm.releases[0].setValueTemplates;
same('images that skaffold.yaml hands to the chart', Object.keys(templates).sort(), ['localKafka.image', ...on.map(n => `services.${n}.image`)].sort());
same('trading in the chart and in config/noderr.yaml', values.trading, config.trading);

for (const line of wrong) console.error(line);
process.exit(wrong.length && 1);
