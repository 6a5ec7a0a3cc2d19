import { testPrograms } from './cases.ts';

testPrograms('plain', ['string-test', 'task-test', 'lock-test', 'collect-test']);
