/** Collects in a process of its own, to be killed: FOLDER ADDRESS CELLS. */
import { collectShard } from '../../../activities/collect/drive.ts';
import { endpoint } from '../../services/inference/endpoint.ts';
import { askOnce, collectContext, many, openWorldStore } from './world.ts';

const [folder = '', address = '', cells = '0'] = process.argv.slice(2);
const store = await openWorldStore(folder);
const config = endpoint({ address, concurrency: { start: 8, max: 8 } });
await collectShard({
  ...collectContext(store, config),
  study: { dialogue: askOnce },
  threads: many(Number(cells)),
});
await store.close();
