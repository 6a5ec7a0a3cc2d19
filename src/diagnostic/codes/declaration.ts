/** E02xx and W02xx: names, imports, types, signatures, classes and their members. */
import type { CodeEntry } from './entry.ts';

export const declarationCodes: readonly CodeEntry[] = [
  {
    code: 'E0201',
    title: 'A declaration repeats an earlier one',
    explanation:
      'A module has one class of a name, one `main`, and one function of a name for each list of ' +
      'parameter types. Overloads may differ in their result types and in the names of their ' +
      'parameters, but they must differ in the types of their parameters.',
    wrong: 'function int area(int side) { side * side }\nfunction int area(int width) { width }\n\nvoid main() {}\n',
    right: 'function int area(int side) { side * side }\nfunction int area(int width, int height) { width * height }\n\nvoid main() {}\n',
  },
  {
    code: 'E0202',
    title: 'A member repeats an earlier one of its class',
    explanation:
      'A class has one field of a name, and one method of a name for each list of parameter types.',
    wrong: 'class Point {\n  var int x;\n  var int x;\n}\n\nvoid main() {}\n',
    right: 'class Point {\n  var int x;\n  var int y;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0203',
    title: 'Unknown name',
    explanation:
      'No declaration of this module, no import and no type parameter has this name. Declarations of ' +
      'other modules have to be imported, and they have to be public.',
    wrong: 'function int width(Rectangel r) { 1 }\n\nclass Rectangle {}\n\nvoid main() {}\n',
    right: 'function int width(Rectangle r) { 1 }\n\nclass Rectangle {}\n\nvoid main() {}\n',
  },
  {
    code: 'E0204',
    title: 'The name is not that of a type',
    explanation:
      'A type is expected here, but the name belongs to a function or a module. A class of an imported ' +
      'module is written with the module in front: `shapes.Circle`.',
    wrong: 'function int area() { 1 }\n\nfunction int twice(area a) { 2 }\n\nvoid main() {}\n',
    right: 'function int area() { 1 }\n\nfunction int twice(int a) { a * 2 }\n\nvoid main() {}\n',
  },
  {
    code: 'E0205',
    title: 'Wrong number of type arguments',
    explanation:
      'A generic class is used with one type for each of its type parameters; other types take none. ' +
      'Only a generic superclass may be written without arguments, by a class with as many type ' +
      'parameters, which are then passed through.',
    wrong: 'class Box<T> {\n  var T item;\n}\n\nfunction void use(Box b) {}\n\nvoid main() {}\n',
    right: 'class Box<T> {\n  var T item;\n}\n\nfunction void use(Box<int> b) {}\n\nvoid main() {}\n',
  },
  {
    code: 'E0206',
    title: '`void` where a value is needed',
    explanation:
      '`void` has no values. It can be the result of a function or method, but not the type of a ' +
      'field, a parameter or a variable, and not a type argument.',
    wrong: 'function int f(void nothing) { 1 }\n\nvoid main() {}\n',
    right: 'function int f() { 1 }\n\nvoid main() {}\n',
  },
  {
    code: 'E0207',
    title: 'Two parameters have the same name',
    explanation:
      'The parameters of a function or method have distinct names, since the body could refer to one ' +
      'of them only. In methods, `this` is taken by the receiver.',
    wrong: 'function int sum(int a, int a) { a }\n\nvoid main() {}\n',
    right: 'function int sum(int a, int b) { a + b }\n\nvoid main() {}\n',
  },
  {
    code: 'E0208',
    title: 'Two type parameters have the same name',
    explanation: 'The type parameters of a class or function have distinct names.',
    wrong: 'class Pair<T, T> {\n  var T first;\n}\n\nvoid main() {}\n',
    right: 'class Pair<A, B> {\n  var A first;\n  var B second;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0209',
    title: 'The superclass is not a class',
    explanation: 'A class can only extend another class, not a primitive type or a type parameter.',
    wrong: 'class Count extends int {}\n\nvoid main() {}\n',
    right: 'class Count {\n  var int value;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0211',
    title: 'A class inherits from itself',
    explanation:
      'The superclasses of a class, followed upwards, lead back to it. An object of such a class would ' +
      'contain itself. Take one of the `extends` on the cycle away.',
    wrong: 'class Hen extends Egg {}\nclass Egg extends Hen {}\n\nvoid main() {}\n',
    right: 'class Hen {}\nclass Egg extends Hen {}\n\nvoid main() {}\n',
  },
  {
    code: 'E0212',
    title: 'An inherited field is declared again',
    explanation:
      'A class has all fields of its superclass, and one field of a name. A second one would be a ' +
      'different place under the same name, depending on how the object is looked at.',
    wrong: 'class Shape {\n  var int size;\n}\nclass Circle extends Shape {\n  var int size;\n}\n\nvoid main() {}\n',
    right: 'class Shape {\n  var int size;\n}\nclass Circle extends Shape {\n  var int radius;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0213',
    title: 'An overriding method has another result type',
    explanation:
      'A method with the name and parameter types of an inherited one overrides it. A call through the ' +
      'superclass may reach it, so its result type must be the same.',
    wrong: 'class Shape {\n  int area() { 0 }\n}\nclass Circle extends Shape {\n  bool area() { true }\n}\n\nvoid main() {}\n',
    right: 'class Shape {\n  int area() { 0 }\n}\nclass Circle extends Shape {\n  int area() { 3 }\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0214',
    title: 'Unknown capability',
    explanation:
      'An annotation of a field or method names capabilities of its class, inherited ones included; the ' +
      "guard of a parameter names capabilities of the parameter's class. None of them has this name.",
    wrong: 'class Cell {\n  capability linear Own;\n  var int value : Owm;\n}\n\nvoid main() {}\n',
    right: 'class Cell {\n  capability linear Own;\n  var int value : Own;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0215',
    title: 'A member has no capability annotation',
    explanation:
      'A class without capabilities keeps all its members in the implicit capability `local self`. A ' +
      'class that declares or inherits capabilities has none, so each of its fields and methods says ' +
      'through which capabilities it is used.',
    wrong: 'class Cell {\n  capability linear Own;\n  var int value;\n}\n\nvoid main() {}\n',
    right: 'class Cell {\n  capability linear Own;\n  var int value : Own;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0216',
    title: 'A capability is declared with two modes',
    explanation:
      'The name of a capability stands for one mode in a class and all its subclasses. Annotations and ' +
      'guards only give the name, so two modes would make them ambiguous.',
    wrong: 'class Cell {\n  capability linear Own, read Own;\n  var int value : Own;\n}\n\nvoid main() {}\n',
    right: 'class Cell {\n  capability linear Own, read View;\n  const int value : Own, View;\n}\n\nvoid main() {}\n',
  },
  {
    code: 'E0217',
    title: '`main` has the wrong signature',
    explanation:
      'A program starts at `void main()`, or at `int main()`, whose result becomes the exit code.',
    wrong: 'bool main() { true }\n',
    right: 'int main() { 0 }\n',
  },
  {
    code: 'E0220',
    title: 'Unknown module',
    explanation:
      'A file is a module, named by its path under the source root: `geometry/shapes.bolt` is ' +
      '`geometry.shapes`. No file has the path that this import asks for.',
    wrong: '//- /src/main.bolt\nimport geometri;\n\nvoid main() {}\n//- /src/geometry.bolt\npublic function int side() { 4 }\n',
    right: '//- /src/main.bolt\nimport geometry;\n\nvoid main() {}\n//- /src/geometry.bolt\npublic function int side() { 4 }\n',
  },
  {
    code: 'E0221',
    title: 'A module does not have what is imported from it',
    explanation:
      'The module exists, but declares nothing of this name. What it imports itself does not count: ' +
      'import that from where it is declared.',
    wrong: '//- /src/main.bolt\nimport geometry.{width};\n\nvoid main() {}\n//- /src/geometry.bolt\npublic function int side() { 4 }\n',
    right: '//- /src/main.bolt\nimport geometry.{side};\n\nvoid main() {}\n//- /src/geometry.bolt\npublic function int side() { 4 }\n',
  },
  {
    code: 'E0222',
    title: 'A private declaration is used from another module',
    explanation:
      'Only declarations that are `public` can be used from other modules; the others may change without anybody else noticing.',
    wrong: '//- /src/main.bolt\nimport geometry.{side};\n\nvoid main() {}\n//- /src/geometry.bolt\nfunction int side() { 4 }\n',
    right: '//- /src/main.bolt\nimport geometry.{side};\n\nvoid main() {}\n//- /src/geometry.bolt\npublic function int side() { 4 }\n',
  },
  {
    code: 'E0223',
    title: 'A module imports itself',
    explanation: 'The declarations of a module are in scope in it without an import.',
    wrong: '//- /src/main.bolt\nimport main;\n\nvoid main() {}\n',
    right: '//- /src/main.bolt\nvoid main() {}\n',
  },
  {
    code: 'E0224',
    title: 'A name is imported twice',
    explanation:
      'Each name that imports bring into a module has one meaning there. Give one of the two another ' +
      'name with `as`, or leave it out.',
    wrong: '//- /src/main.bolt\nimport circle.{area};\nimport square.{area};\n\nvoid main() {}\n//- /src/circle.bolt\npublic function int area() { 3 }\n//- /src/square.bolt\npublic function int area() { 4 }\n',
    right: '//- /src/main.bolt\nimport circle.{area};\nimport square.{area as squareArea};\n\nvoid main() {}\n//- /src/circle.bolt\npublic function int area() { 3 }\n//- /src/square.bolt\npublic function int area() { 4 }\n',
  },
  {
    code: 'E0225',
    title: 'An overriding method uses a further inherited capability',
    explanation:
      'Whoever calls a method through the superclass relies on the capabilities that it declares there. ' +
      'An overriding method that uses another capability of the superclass could collide with a second ' +
      'thread that was told to be independent. Capabilities that the subclass itself declares may be used.',
    wrong: 'class Pair {\n  capability local Left, local Right;\n  var int a : Left;\n  var int b : Right;\n  int get() : Left { this.a }\n}\nclass Swapped extends Pair {\n  int get() : Left, Right { this.b }\n}\n\nvoid main() {}\n',
    right: 'class Pair {\n  capability local Left, local Right;\n  var int a : Left;\n  var int b : Right;\n  int get() : Left, Right { this.a }\n}\nclass Swapped extends Pair {\n  int get() : Left, Right { this.b }\n}\n\nvoid main() {}\n',
  },
  {
    code: 'W0201',
    title: 'A capability is declared again',
    explanation:
      'The class has this capability already, from the same clause or from its superclass. Declaring ' +
      'it once more has no effect.',
    wrong: 'class Cell {\n  capability linear Own, linear Own;\n  var int value : Own;\n}\n\nvoid main() {}\n',
    right: 'class Cell {\n  capability linear Own;\n  var int value : Own;\n}\n\nvoid main() {}\n',
  },
];
