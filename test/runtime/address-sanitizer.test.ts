import { testPrograms } from './cases.ts';

testPrograms('asan', ['string-test', 'task-test', 'lock-test', 'pool-test']);
