import { testPrograms } from './cases.ts';

testPrograms('tsan', ['string-test', 'task-test', 'lock-test', 'pool-test']);
