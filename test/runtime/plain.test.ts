import { testPrograms } from './cases.ts';

testPrograms('plain', ['string-test', 'task-test', 'lock-test', 'pool-test', 'collect-test']);
